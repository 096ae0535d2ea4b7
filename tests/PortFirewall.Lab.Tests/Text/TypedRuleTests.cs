using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>Rules as a person types them: iptables takes the text, and what it saves has to be what was read.</summary>
public sealed class TypedRuleTests(ITestOutputHelper output)
{
    private static readonly string[] Forms =
    [
        "-p tcp --dp 22 -j DROP", "-p tcp --dport=22 -j DROP", "-p tcp ! --dport=22 -j DROP", "-fj DROP", "-p tcp -mtcp --dport 22 -j DROP",
        "-p tcp -m comment --comment x --dport 22 -j DROP", "-p tcp -m tcp -m comment --comment x --dport 22 -j DROP", "-p tcp -j DROP --dport 22", "-j DROP -p tcp --dport 22",
        "-m tcp -p tcp --dport 22 -j DROP", "-p 6 --dport 22 -j DROP", "-p tcp -j OTHER --dport 22", "-p tcp --goto=OTHER --syn", "-gOTHER",
        "-p tcp --tcp-f SYN,ACK SYN -j DROP", "-p tcp --tcp-flags=SYN,ACK SYN -j DROP", "-p tcp --syn=1 -j DROP",
        "-p tcp -m multiport --dport 22 -j DROP", "-p tcp -m multiport --por 22 -j DROP", "-m comment --com=-j -j DROP", "-m comment --comment= -j DROP",
        "-m comment --comment a -m comment --com b -j DROP", "-m mark --mark 3 -m connmark --mark 1 -j DROP", "-m mark --mark 3 -m connmark --mar 1 -j DROP",
        "-m limit --limit-b 7 -j DROP", "-m limit --lim 5/min -j DROP", "-m conntrack --ctstat NEW -j DROP", "-m conntrack -m tcp -p tcp --ctstate NEW --dport 22 -j DROP",
        "-p tcp -j REJECT --rej tcp-reset", "-p tcp -j REJECT --reject-with=tcp-reset", "-j LOG -p tcp --syn --log-prefix a", "-j LOG --log-prefix=\"x y\"", "-j LOG --log 4",
        "-m policy --dir in --pol ipsec --proto esp -j DROP", "-m policy --dir in --pol ipsec --prot esp -j DROP", "-p tcp --dport 22 \"-j\" DROP", "-p icmp --icmp 8 -j DROP",
        "--dport 22 -p tcp -j DROP", "-j DROP -j DROP", "-p=tcp -j DROP", "-j=DROP", "--jump=", "-n -j DROP", "-- -j DROP",
    ];

    private static readonly (string Option, string Following)[] Beginnings =
    [
        ("--source", "192.0.2.1 -j DROP"), ("--src", "192.0.2.1 -j DROP"), ("--destination", "192.0.2.1 -j DROP"), ("--dst", "192.0.2.1 -j DROP"), ("--protocol", "tcp -j DROP"),
        ("--in-interface", "eth0 -j DROP"), ("--out-interface", "eth0 -j DROP"), ("--fragments", "-j DROP"), ("--match", "udp -p udp -j DROP"), ("--jump", "DROP"), ("--goto", "OTHER"),
        ("-p tcp --source-port", "22 -j DROP"), ("-p tcp --sport", "22 -j DROP"), ("-p tcp --destination-port", "22 -j DROP"), ("-p tcp --dport", "22 -j DROP"), ("-p tcp --syn", "-j DROP"),
        ("-p tcp -m tcp --source-port", "22 -j DROP"), ("-p tcp -m tcp --destination-port", "22 -j DROP"), ("-p tcp -m multiport --dports", "22 -j DROP"),
        ("-p tcp -m multiport --sports", "22 -j DROP"), ("-j LOG --log-prefix", "a"), ("-m recent --rsource", "--set"), ("-m hashlimit --hashlimit-upto", "1/sec --hashlimit-name a"),
    ];

    [Theory]
    [InlineData(IptablesBackend.Nft)]
    [InlineData(IptablesBackend.Legacy)]
    public void What_a_person_types_is_read_as_iptables_reads_it(IptablesBackend backend) => Compare(backend, Forms);

    [Fact]
    public void Every_beginning_of_an_option_is_read_as_iptables_reads_it()
        => Compare(IptablesBackend.Nft, Beginnings.SelectMany(b =>
        {
            var shortest = b.Option.LastIndexOf("--", StringComparison.Ordinal) + 3;
            return Enumerable.Range(shortest, b.Option.Length - shortest + 1).Select(length => $"{b.Option[..length]} {b.Following}");
        }));

    private void Compare(IptablesBackend backend, IEnumerable<string> forms)
    {
        using var lab = TestLab.Create(backend);
        var iptables = lab.Iptables(AddressFamily.IPv4);
        foreach (var chain in (string[])["SCRATCH", "OTHER"])
            lab.InServer(iptables, "-N", chain);
        var wrong = new List<string>();
        var (taken, refused) = (0, 0);
        foreach (var form in forms)
        {
            var result = TestLab.Run(lab.Server, [iptables, "-A", "SCRATCH", .. RuleTokenizer.Split(form).Select(t => t.Text)]);
            var saved = result.ExitCode == 0 ? lab.InServer(iptables, "-S", "SCRATCH").Trim().Split('\n')[^1]["-A SCRATCH".Length..] : null;
            lab.InServer(iptables, "-F", "SCRATCH");
            _ = saved is null ? refused++ : taken++;
            // A lone number is an address to iptables: 22 is 22.0.0.0.
            var read = Read(form)?.Replace(" 22 -p", " \"22.0.0.0/32\" -p", StringComparison.Ordinal);
            if (read != (saved is null ? null : Read(saved)))
                wrong.Add($"'{form}': iptables {(saved is null ? "refuses it" : $"saves '{saved}'")}, and it was read as '{read}'");
        }
        output.WriteLine($"iptables took {taken} texts and refused {refused}.");
        Assert.True(taken > refused && refused > 10);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string? Read(string text)
    {
        try
        {
            return RuleNormalForm.Of(RuleReader.Read(text), AddressFamily.IPv4);
        }
        catch (FirewallException)
        {
            return null;
        }
    }
}
