using System.Text;

namespace PortFirewall;

/// <summary>A rule set made at random, as text for <c>iptables-restore</c>.</summary>
/// <param name="seed">What it follows from, so that it can be made again.</param>
/// <param name="family">The family.</param>
/// <param name="exactOnly">Whether every match is one whose answer is exact.</param>
internal sealed class RandomRules(int seed, AddressFamily family, bool exactOnly)
{
    private static readonly string[] Users = ["ONE", "TWO", "THREE", "FOUR"];

    private static readonly (string Table, string[] Hooks)[] Tables =
    [
        ("raw", ["PREROUTING"]), ("mangle", ["PREROUTING", "INPUT"]), ("nat", ["PREROUTING", "INPUT"]), ("filter", ["INPUT", "FORWARD"]), ("security", ["INPUT"]),
    ];

    private readonly Random _random = new(seed);
    private readonly RandomMatches _matches = new(new Random(~seed), KernelWorld.Of(family), exactOnly);

    /// <summary>Makes it.</summary>
    public string Make()
    {
        var text = new StringBuilder();
        foreach (var (table, hooks) in Tables)
        {
            text.Append('*').Append(table).Append('\n');
            foreach (var hook in hooks)
                text.Append($":{hook} {(CanDrop(table) && Chance(table == "filter" ? 60 : 4) ? "DROP" : "ACCEPT")} [0:0]\n");
            // A table beside filter is empty as often as not, as most are.
            var isBusy = table == "filter" || Chance(40);
            if (isBusy)
                AppendRules(text, table, hooks);
            text.Append("COMMIT\n");
        }
        return text.ToString();
    }

    private void AppendRules(StringBuilder text, string table, string[] hooks)
    {
        foreach (var user in Users)
            text.Append($":{user} - [0:0]\n");
        foreach (var hook in hooks)
            AppendChain(text, table, hook, Users, _random.Next(table == "filter" ? 9 : 4));
        for (var i = 0; i < Users.Length; i++)
            AppendChain(text, table, Users[i], Users[(i + 1)..], _random.Next(5));
    }

    private void AppendChain(StringBuilder text, string table, string chain, string[] inner, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var (protocol, matches) = _matches.Next();
            text.Append($"-A {chain}{matches}{(table == "nat" && chain == "PREROUTING" && protocol is not null && Chance(50) ? Translation() : Target(table, protocol, inner))}\n");
        }
    }

    private string Target(string table, string? protocol, string[] inner) => _random.Next(100) switch
    {
        < 30 when inner.Length > 0 => $" -{(Chance(25) ? 'g' : 'j')} {inner[_random.Next(inner.Length)]}",
        < 42 => " -j RETURN",
        < 65 => " -j ACCEPT",
        < 72 when table == "raw" => Chance(50) ? " -j CT --notrack" : " -j NOTRACK",
        < 72 when table == "filter" => protocol == "tcp" && Chance(40) ? " -j REJECT --reject-with tcp-reset" : " -j REJECT",
        < 76 => $" -j {Mark()}",
        < 92 when CanDrop(table) => " -j DROP",
        < 96 => "",
        _ => Chance(50) ? " -j LOG" : " -m comment --comment \"-j DROP \\\" it\" -j LOG --log-prefix \"--dport 1 \"",
    };

    private string Mark() => _random.Next(8) switch
    {
        0 => "MARK --set-xmark 0x1/0xffffffff",
        1 => "MARK --set-mark 0x10/0xff",
        2 => "MARK --or-mark 0x2",
        3 => "MARK --and-mark 0xfffffffe",
        4 => "MARK --xor-mark 0x3",
        5 => "CONNMARK --set-mark 0x1",
        6 => "CONNMARK --save-mark",
        _ => "CONNMARK --restore-mark",
    };

    /// <summary>To another port or address of this host, or to another host.</summary>
    private string Translation()
    {
        var world = KernelWorld.Of(family);
        var port = _random.Next(3) switch { 0 => 2222, 1 => 22, _ => 8080 };
        var to = Chance(70) ? world.Own[_random.Next(world.Own.Count)] : world.Others[1];
        var address = family == AddressFamily.IPv4 ? to : $"[{to}]";
        return _random.Next(3) switch
        {
            0 => $" -j REDIRECT --to-ports {port}",
            1 => $" -j DNAT --to-destination {address}:{port}",
            _ => $" -j DNAT --to-destination {to}",
        };
    }

    /// <summary>iptables refuses to drop in <c>nat</c>.</summary>
    private static bool CanDrop(string table) => table != "nat";

    private bool Chance(int percent) => _random.Next(100) < percent;
}
