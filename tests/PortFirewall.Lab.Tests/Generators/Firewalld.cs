namespace PortFirewall;

/// <summary><c>firewalld</c> on a generator's host: its daemon, and a message bus for it.</summary>
internal static class Firewalld
{
    private const string Start = """
        cat > /run/bus.conf <<'END'
        <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
        <busconfig>
          <type>system</type>
          <listen>unix:path=/run/dbus/system_bus_socket</listen>
          <auth>EXTERNAL</auth>
          <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
        </busconfig>
        END
        mkdir -p /run/dbus
        dbus-daemon --config-file=/run/bus.conf --nofork --nopidfile > /var/log/bus 2>&1 < /dev/null &
        until [[ -S /run/dbus/system_bus_socket ]]; do sleep 0.02; done
        # Permanent rules, as an administrator has them, which it loads when it starts.
        firewall-offline-cmd --zone=internal --add-interface=eth1
        firewall-offline-cmd --new-ipset=banned --type=hash:net
        firewall-offline-cmd --ipset=banned --add-entry=203.0.113.128/25
        firewall-offline-cmd --zone=drop --add-source=ipset:banned
        firewall-offline-cmd --zone=trusted --add-source=192.168.7.0/24
        firewall-offline-cmd --zone=public --add-service=http
        firewall-offline-cmd --zone=public --add-port=6000-6010/udp
        firewall-offline-cmd --zone=public --add-rich-rule='rule family=ipv4 source address=203.0.113.0/25 port port=443 protocol=tcp reject'
        firewall-offline-cmd --zone=public --add-rich-rule='rule family=ipv6 source address=2001:db8:7::/48 drop'
        firewall-offline-cmd --zone=public --add-rich-rule='rule family=ipv4 source address=8.8.0.0/16 service name=mysql accept'
        firewall-offline-cmd --zone=public --add-port=443/tcp
        firewall-offline-cmd --zone=public --add-forward-port=port=8080:proto=tcp:toport=80
        firewalld --nofork --nopid > /var/log/firewalld.out 2>&1 < /dev/null &
        for ((i = 0; i < 300; i++)); do firewall-cmd --state > /var/log/state 2>&1 && break; sleep 0.1; done
        if ! firewall-cmd --state; then cat /var/log/firewalld* /var/log/state >&2; exit 1; fi
        """;

    /// <summary>Sources of every zone, and ports of every rule.</summary>
    public static readonly IReadOnlyList<string> Sources =
        ["203.0.113.9", "203.0.113.200", "192.168.7.9", "8.8.8.8", "10.0.0.9", "203.0.113.200%eth1", "2001:db8:7::9", "2001:db8:9::9", "fd00::9", "2001:db8:9::9%eth1"];

    public static readonly IReadOnlyList<int> Ports = [22, 80, 137, 443, 546, 631, 3306, 5353, 6000, 6011, 8080, GeneratorHost.Port];

    /// <summary>Starts it with some rules, one of them for answers that would go out elsewhere.</summary>
    public static async Task StartAsync(GeneratorHost host, string backend)
        => await host.RunAsync($"sed -i s/^FirewallBackend=.*/FirewallBackend={backend}/ /etc/firewalld/firewalld.conf\nip -6 route delete default dev eth1\n{Start}");
}
