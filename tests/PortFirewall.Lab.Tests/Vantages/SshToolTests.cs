namespace PortFirewall;

/// <summary>Each outcome with each program of a far side, IPv4 and IPv6, by real packets.</summary>
public sealed class SshToolTests(SshHost host) : IClassFixture<SshHost>
{
    private const int Closed = 81;
    private const int Dropped = 82;
    private const int Rejected = 83;
    private const int Prohibited = 84;

    [SshTheory]
    [InlineData(FarSide.OpenBsd, "nc", "nc")]
    [InlineData(FarSide.Traditional, "nc", "bash")]
    [InlineData(FarSide.Ncat, "nc", "nc")]
    [InlineData(FarSide.Busybox, "nc", "nc")]
    [InlineData(FarSide.Bash, "bash", "bash")]
    [InlineData(FarSide.Python, "python3", "python3")]
    public void Every_outcome_is_told_with_each_tool_and_each_says_which_it_was(FarSide side, string overIPv4, string overIPv6)
    {
        Prepare();
        var plan = host.Plan(side, "", [new PortRange(Closed, Prohibited), new PortRange(host.Lab.Port, host.Lab.Port)]) with
        {
            ComputerNames = [host.Lab.ServerAddress(AddressFamily.IPv4).ToString(), host.Lab.ServerAddress(AddressFamily.IPv6).ToString()],
        };
        var probes = SshHost.Run(plan);
        AssertOutcomes(probes, AddressFamily.IPv4, overIPv4);
        AssertOutcomes(probes, AddressFamily.IPv6, overIPv6);
    }

    [SshFact]
    public void With_all_tools_nc_connects_and_python3_tells_a_reset_from_a_firewall()
    {
        Prepare();
        var probes = host.All(FarSide.All, LabPlan.ServerHostName, [new PortRange(Closed, Prohibited), new PortRange(host.Lab.Port, host.Lab.Port)]);
        foreach (var family in probes.GroupBy(p => p.AddressFamily))
        {
            Assert.Equal(
                "81 Refused, 82 TimedOut nc, 83 Prohibited, 84 Prohibited, 2222 Open nc",
                string.Join(", ", family.OrderBy(p => p.Port).Select(p => $"{p.Port} {p.Outcome}{(p.Outcome is ProbeOutcome.Open or ProbeOutcome.TimedOut ? " " + p.Tool : "")}")));
        }
        Assert.Equal(2, probes.GroupBy(p => p.AddressFamily).Count());
    }

    [SshTheory]
    [InlineData(FarSide.All)]
    [InlineData(FarSide.Busybox)]
    [InlineData(FarSide.Bash)]
    [InlineData(FarSide.Python)]
    public void What_can_not_be_reached_and_what_is_the_far_sides_own_is_told(FarSide side)
    {
        var plan = host.Plan(side, "198.51.100.77", [new PortRange(Closed, Closed)]) with
        {
            ComputerNames = ["198.51.100.77", "203.0.113.1", "2001:db8:1::1", "198.51.100.2", "127.0.0.1", "::1"],
        };
        var probes = SshHost.Run(plan).ToDictionary(p => p.ComputerName);
        Assert.Equal(
            "198.51.100.77 Unreachable True, 203.0.113.1 Unreachable True, 2001:db8:1::1 Unreachable True, 198.51.100.2 Refused False, 127.0.0.1 Refused False, ::1 Refused False",
            string.Join(", ", plan.ComputerNames.Select(name => $"{name} {probes[name].Outcome} {probes[name].CrossesNetwork}")));
    }

    [SshTheory]
    [InlineData(FarSide.All)]
    [InlineData(FarSide.Routeless)]
    public void What_is_the_far_sides_own_is_told_however_it_is_written_and_whatever_ip_tells_there(FarSide side)
    {
        string[] names = ["198.51.100.2", "::ffff:198.51.100.2", "2001:db8::2", "::ffff:198.51.100.1"];
        var probes = SshHost.Run(host.Plan(side, "", [new PortRange(Closed, Closed)], 0.5) with { ComputerNames = names }).ToDictionary(p => p.ComputerName);
        Assert.Equal("Refused False IPv4, Refused False IPv4, Refused False IPv6", string.Join(", ", names[..3].Select(name => $"{probes[name].Outcome} {probes[name].CrossesNetwork} {probes[name].AddressFamily}")));
        Assert.Equal((true, AddressFamily.IPv4), (probes[names[3]].CrossesNetwork, probes[names[3]].AddressFamily));
    }

    [SshTheory]
    [InlineData(FarSide.All)]
    [InlineData(FarSide.Python)]
    public void A_name_is_looked_up_on_the_far_side(FarSide side)
    {
        var plan = host.Plan(side, LabPlan.ServerHostName, [new PortRange(Closed, Closed + 1)], 1, AddressFamily.IPv6) with
        {
            ComputerNames = [LabPlan.ServerHostName, "no-such-host.invalid"],
        };
        var probes = SshHost.Run(plan);
        Assert.Equal(4, probes.Count);
        Assert.All(probes.Where(p => p.ComputerName == LabPlan.ServerHostName), p => Assert.Equal(host.Lab.ServerAddress(AddressFamily.IPv6), p.RemoteAddress));
        Assert.All(probes.Where(p => p.ComputerName == "no-such-host.invalid"), p => Assert.Equal(ProbeOutcome.NameNotFound, p.Outcome));
    }

    private void AssertOutcomes(List<PortProbe> all, AddressFamily family, string tool)
    {
        var address = host.Lab.ServerAddress(family);
        var probes = all.Where(probe => probe.AddressFamily == family).ToDictionary(probe => probe.Port);
        Assert.Equal(
            [(Closed, ProbeOutcome.Refused), (Dropped, ProbeOutcome.TimedOut), (Rejected, ProbeOutcome.Prohibited), (host.Lab.Port, ProbeOutcome.Open)],
            probes.Values.Where(p => p.Port != Prohibited).OrderBy(p => p.Port).Select(p => (p.Port, p.Outcome)));
        // What ICMP said is known to python3 alone; IPv6 has an error of its own for "prohibited".
        var isTold = tool == "python3" || family == AddressFamily.IPv6;
        Assert.Equal(isTold ? ProbeOutcome.Prohibited : ProbeOutcome.Unreachable, probes[Prohibited].Outcome);
        if (!isTold)
            Assert.Contains("firewall on the way says so", probes[Prohibited].Detail, StringComparison.Ordinal);
        Assert.All(probes.Values, probe =>
        {
            Assert.Equal(tool, probe.Tool);
            Assert.Equal("ssh://root@far", probe.Vantage);
            Assert.Equal(address, probe.RemoteAddress);
            Assert.True(probe.CrossesNetwork);
            Assert.Equal(family == AddressFamily.IPv4 ? host.Lab.Lab.ClientAddress : host.Lab.Lab.ClientAddressIPv6, probe.LocalAddress);
        });
        var open = probes[host.Lab.Port];
        Assert.InRange(open.LocalPort ?? 0, 1, 65535);
        // busybox has no finer clock than 10 ms, and a busy machine no end; a wrong unit would show.
        Assert.InRange(open.Latency!.Value.TotalSeconds, 0, 60);
    }

    /// <summary>Rules that are there already are put again; the first of each port counts.</summary>
    private void Prepare()
    {
        foreach (var family in Enum.GetValues<AddressFamily>())
        {
            Rule(family, Closed, "ACCEPT");
            Rule(family, Dropped, "DROP");
            Rule(family, Rejected, "REJECT");
            Rule(family, Prohibited, "REJECT", "--reject-with", family == AddressFamily.IPv4 ? "icmp-admin-prohibited" : "icmp6-adm-prohibited");
            Rule(family, host.Lab.Port, "ACCEPT");
        }
        // The kernel limits how many ICMP errors it sends; here each is wanted.
        host.Lab.InServer("sysctl", "-qw", "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0");
    }

    private void Rule(AddressFamily family, int port, params string[] target)
        => host.Lab.InServer([host.Lab.Iptables(family), "-I", "INPUT", "1", "-p", "tcp", "--dport", $"{port}", "-j", .. target]);
}
