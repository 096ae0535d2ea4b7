namespace PortFirewall;

/// <summary>
/// The programs that keep rules of their own on a host. The names of their chains are those in their sources and in the rule sets that they load;
/// a chain in which they leave the administrator's rules alone (<c>DOCKER-USER</c>) is not theirs.
/// </summary>
internal static class ManagerProfiles
{
    public static IReadOnlyList<ManagerProfile> All { get; } =
    [
        new("ufw", ["ufw-*", "ufw6-*"], "ufw allow {0}/{1}")
        {
            Files = ["/etc/ufw/ufw.conf"],
            Switch = ("/etc/ufw/ufw.conf", "ENABLED=yes"),
            IsInChargeOfPorts = true,
        },
        // With the backend iptables (firewalld.conf(5), FirewallBackend); with nftables it has a table of its own instead.
        new("firewalld", ["INPUT_*", "FORWARD_*", "OUTPUT_*", "PREROUTING_*", "POSTROUTING_*", "IN_*", "FWD_*", "FWDI_*", "FWDO_*", "PRE_*", "POST_*"],
            "firewall-cmd --permanent --add-port={0}/{1} && firewall-cmd --reload")
        {
            MarkerChain = "INPUT_ZONES",
            NftTables = ["firewalld"],
            Files = ["/usr/sbin/firewalld", "/etc/firewalld/firewalld.conf"],
            Processes = ["firewalld"],
            IsInChargeOfPorts = true,
            RewritesAll = true,
        },
        // "shorewall" is an empty chain that marks the rule set as its own (lib.core, "shorewall status").
        new("Shorewall", ["*"], "add 'ACCEPT net $FW {1} {0}' to /etc/shorewall/rules, then shorewall reload")
        {
            MarkerChain = "shorewall",
            Files = ["/etc/shorewall/shorewall.conf"],
            Switch = ("/var/lib/shorewall/state", "Started"),
            IsInChargeOfPorts = true,
            RewritesAll = true,
        },
        new("CSF", ["*"], "add {0} to TCP_IN (or UDP_IN) in /etc/csf/csf.conf, then csf -r")
        {
            MarkerChain = "LOCALINPUT",
            Files = ["/etc/csf/csf.conf"],
            Switch = ("/etc/csf/csf.conf", "TCP_IN"),
            OffFile = "/etc/csf/csf.disable",
            IsInChargeOfPorts = true,
            RewritesAll = true,
        },
        new("fail2ban", ["f2b-*", "fail2ban-*"], "fail2ban-client set JAIL unbanip ADDRESS")
        {
            Files = ["/etc/fail2ban/fail2ban.conf"],
            Processes = ["fail2ban-server"],
            NftTables = ["f2b-table"],
        },
        new("Docker", ["DOCKER", "DOCKER-ISOLATION-*", "DOCKER-FORWARD", "DOCKER-CT", "DOCKER-BRIDGE", "DOCKER-INTERNAL", "DOCKER-INGRESS"],
            "docker run --publish {0}:{0}/{1} for a container; rules of your own go into the chain DOCKER-USER")
        {
            Files = ["/usr/bin/dockerd", "/etc/docker/daemon.json"],
            Processes = ["dockerd"],
            NftTables = ["docker-bridges"],
            OwnsLooseRule = DockerRule.IsLoose,
        },
        new("kube-proxy", ["KUBE-*"], "a Service or a NetworkPolicy of Kubernetes, with kubectl apply")
        {
            Files = ["/var/lib/kubelet/config.yaml", "/etc/kubernetes/kubelet.conf", "/etc/rancher/k3s/k3s.yaml"],
            Processes = ["kube-proxy", "kubelet", "k3s", "k3s-server", "k3s-agent", "rke2", "k0s", "kubelite"],
            OwnsLooseRule = rule => HasComment(rule, "kubernetes "),
        },
        new("Calico", ["cali-*"], "a NetworkPolicy or HostEndpoint, with calicoctl apply")
        {
            Files = ["/etc/calico/calicoctl.cfg", "/etc/cni/net.d/10-calico.conflist"],
            Processes = ["calico-node", "calico-felix"],
            OwnsLooseRule = rule => HasComment(rule, "cali:"),
        },
        new("Flannel", ["FLANNEL-*"], "a NetworkPolicy of Kubernetes, with kubectl apply")
        {
            Files = ["/run/flannel/subnet.env"],
            Processes = ["flanneld", "k3s", "k3s-server", "k3s-agent"],
            OwnsLooseRule = rule => HasComment(rule, "flanneld "),
        },
        new("Cilium", ["CILIUM_*", "OLD_CILIUM_*"], "a CiliumNetworkPolicy, with kubectl apply")
        {
            Files = ["/etc/cni/net.d/05-cilium.conflist"],
            Processes = ["cilium-agent"],
        },
        new("CNI", ["CNI-*"], "the portMappings of the container, which the CNI plugin portmap turns into rules; rules of your own go into the chain CNI-ADMIN")
        {
            Files = ["/etc/cni/net.d"],
            Processes = ["kubelet", "k3s", "k3s-server", "k3s-agent", "containerd", "crio", "conmon", "nomad"],
        },
        new("Podman", ["NETAVARK-*", "NETAVARK_*"], "podman run --publish {0}:{0}/{1} for a container")
        {
            Files = ["/usr/lib/podman/netavark", "/usr/libexec/podman/netavark"],
            Processes = ["conmon"],
            NftTables = ["netavark"],
        },
        new("libvirt", ["LIBVIRT_*"], "the network's definition, with virsh net-edit")
        {
            Files = ["/etc/libvirt/network.conf", "/etc/libvirt/libvirtd.conf"],
            Processes = ["libvirtd", "virtnetworkd"],
            NftTables = ["libvirt_network"],
        },
        new("Tailscale", ["ts-input", "ts-forward", "ts-postrouting"], "the access rules of the tailnet, or tailscale set --netfilter-mode=off")
        {
            Files = ["/var/lib/tailscale/tailscaled.state", "/usr/sbin/tailscaled"],
            Processes = ["tailscaled"],
        },
        new("CrowdSec", ["CROWDSEC_CHAIN", "CROWDSEC_CHAIN.*"], "cscli decisions delete --ip ADDRESS")
        {
            Files = ["/etc/crowdsec/bouncers/crowdsec-firewall-bouncer.yaml"],
            Processes = ["crowdsec-firewall-bouncer"],
            NftTables = ["crowdsec", "crowdsec6"],
        },
        new("SSHGuard", ["sshguard"], "a line in /etc/sshguard/whitelist")
        {
            Files = ["/etc/sshguard/sshguard.conf"],
            Processes = ["sshguard"],
            NftTables = ["sshguard"],
        },
        new("miniupnpd", ["MINIUPNPD*"], "a line in /etc/miniupnpd/miniupnpd.conf")
        {
            Files = ["/etc/miniupnpd/miniupnpd.conf"],
            Processes = ["miniupnpd"],
        },
    ];

    /// <summary>Those whose marks a rule set shows.</summary>
    public static IReadOnlyList<ManagerProfile> SeenIn(IptablesRuleset ruleset) => [.. All.Where(p => p.IsSeenIn(ruleset))];

    private static bool HasComment(IptablesRule rule, string start) => rule.Comment?.StartsWith(start, StringComparison.Ordinal) == true;
}
