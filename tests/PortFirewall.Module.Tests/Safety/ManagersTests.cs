namespace PortFirewall;

/// <summary>Who else is in charge is known by the kernel, the processes and the files, and told to whoever changes what is theirs.</summary>
public sealed class ManagersTests : IDisposable
{
    private readonly DistributionTree _tree = new();

    [Fact]
    public void Managers_at_work_are_told_from_leftovers_and_whoever_changes_what_is_theirs_is_warned_once()
        => Assert.Equal(
            """
            ufw InCharge True
            fail2ban InCharge True
            Docker Leftover False
            chains filter ufw-user-input; ENABLED=yes in /etc/ufw/ufw.conf; file /etc/ufw/ufw.conf
            filter DOCKER, nat DOCKER
            ufw is in charge of the ports of this host, does not know this change and will not make it again. Its own way: ufw allow 2222/tcp.
            -A INPUT -p tcp -m tcp --dport 2222 -j ACCEPT
            fail2ban keeps the chain f2b-sshd and writes it anew: what is changed there by hand is gone then. Its own way: fail2ban-client set JAIL unbanip ADDRESS.
            ufw keeps the chain ufw-user-input and writes it anew: what is changed there by hand is gone then. Its own way: ufw allow 80/tcp.
            -A ufw-user-input -p tcp -m tcp --dport 80 -j ACCEPT
            Leftover False
            0
            """,
            ChildEngine.Tell(
                """
                sh -c 'mkdir -p /etc/ufw; echo ENABLED=yes > /etc/ufw/ufw.conf; iptables -P INPUT DROP; iptables -N ufw-user-input; iptables -A INPUT -j ufw-user-input
                iptables -A ufw-user-input -p tcp -m tcp --dport 443 -j ACCEPT; iptables -A ufw-user-input -p tcp -m tcp --dport 80 -j ACCEPT; iptables -N DOCKER; iptables -t nat -N DOCKER; iptables -A DOCKER -j DROP
                iptables -N f2b-sshd; iptables -A INPUT -p tcp -m tcp --dport 22 -j f2b-sshd; for i in 7 8 9; do iptables -A f2b-sshd -s 192.0.2.$i -j DROP; done
                cp /usr/bin/sleep /run/fail2ban-server; cp /usr/bin/sleep /run/dockerd'
                sh -c '/run/fail2ban-server 60 >/dev/null 2>&1 & echo $! > /run/one; unshare --net /run/dockerd 60 >/dev/null 2>&1 & echo $! > /run/other; sleep 0.3'
                $managers = (Get-FirewallEnvironment).Managers
                $managers | ForEach-Object { "$($_.Name) $($_.State) $($_.IsRunning)" }
                $managers[0].Evidence -join '; '
                $managers[2].Chains -join ', '
                Tell { Add-IptablesPortRule 2222 -AddressFamily IPv4 3>&1 }
                Tell { Get-IptablesRule f2b-sshd -AddressFamily IPv4 | Remove-IptablesRule 3>&1 }
                Tell { Get-IptablesRule ufw-user-input -Port 80 -AddressFamily IPv4 | Move-IptablesRule -Position 1 -Force 3>&1 }
                sh -c 'kill $(cat /run/one /run/other); sleep 0.3'
                Get-FirewallEnvironment | ForEach-Object { $_.Managers } | Where-Object Name -eq fail2ban | ForEach-Object { "$($_.State) $($_.IsRunning)" }
                Tell { "$(@(Get-IptablesRule DOCKER -AddressFamily IPv4 | Remove-IptablesRule 3>&1).Count)" }
                """,
                DistributionTree.OwnNetwork, _tree.Setup));

    public void Dispose() => _tree.Dispose();
}
