namespace PortFirewall;

/// <summary>What Debian's own servers answer to a vantage over ssh.</summary>
public sealed class SshServerTests(SshHost host) : IClassFixture<SshHost>
{
    [SshServerFact]
    public async Task Real_servers_reply_over_both_families()
    {
        foreach (var family in Enum.GetValues<AddressFamily>())
            host.Lab.InServer(host.Lab.Iptables(family), "-I", "INPUT", "1", "-p", "udp", "-j", "ACCEPT");
        using var machine = await PackagedMachine.StartAsync(TestPackages.Servers, NetworkNamespaces.PathOf(host.Lab.Server));
        await machine.RunAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Servers", "servers.sh")));
        Assert.Equal(
            "dns python3 DNS server, REFUSED, 0 answers; dns bash DNS server, REFUSED, 0 answers; dns nc DNS server, REFUSED, 0 answers; "
                + "mdns python3 mDNS responder, its name; sip python3 SIP server, 200 OK; tftp python3 TFTP server, error 1 (File not found)",
            string.Join("; ", new[] { ("dns", FarSide.All), ("dns", FarSide.Bash), ("dns", FarSide.OpenBsd), ("mdns", FarSide.All), ("sip", FarSide.All), ("tftp", FarSide.All) }
                .Select(asked => Ask(asked.Item1, asked.Item2))));
    }

    /// <summary>The same from both addresses of the server, told once.</summary>
    private string Ask(string name, FarSide side)
    {
        var application = DatagramApplications.Require(name);
        var port = application.DefaultPort!.Value;
        var probes = SshHost.Run(host.Plan(side, LabPlan.ServerHostName, [new PortRange(port, port)], 5) with { Protocol = "udp", Datagram = application });
        Assert.Equal(2, probes.Count);
        return Assert.Single(probes.Select(p => $"{name} {p.Tool} {p.ReplyText ?? p.Detail}").Distinct());
    }
}
