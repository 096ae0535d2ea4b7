namespace PortFirewall.Core.Tests;

/// <summary>Rule sets to ask about: a few rules of INPUT, or a file beside the tests.</summary>
internal static class Rulesets
{
    /// <summary>A filter table with these rules in INPUT and policy DROP; a rule of another chain is written with its <c>-A CHAIN</c>.</summary>
    public static IptablesRuleset Drop(params string[] rules) => WithPolicy("DROP", rules);

    public static IptablesRuleset WithPolicy(string policy, params string[] rules)
    {
        var lines = rules.Select(r => r.StartsWith("-A ", StringComparison.Ordinal) ? r : "-A INPUT " + r).ToList();
        string[] builtIn = ["INPUT", "FORWARD", "OUTPUT"];
        var chains = lines.Select(l => l.Split(' ')[1]).Distinct(StringComparer.Ordinal).Except(builtIn, StringComparer.Ordinal);
        return Read(string.Join('\n', ["*filter", $":INPUT {policy} [0:0]", ":FORWARD ACCEPT [0:0]", ":OUTPUT ACCEPT [0:0]", .. chains.Select(c => $":{c} - [0:0]"), .. lines, "COMMIT", ""]));
    }

    public static IptablesRuleset Load(string name) => Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Positions", "Rulesets", name + ".rules")));

    public static IptablesRuleset Read(string text) => RulesetReader.Read(text, AddressFamily.IPv4);

    /// <summary>The rule that the guide asks for: <c>-p tcp -m tcp --dport 2222 -j ACCEPT</c>.</summary>
    public static PortRule Tcp(int low, int? high = null) => new() { Family = AddressFamily.IPv4, Protocol = "tcp", Port = new PortRange(low, high ?? low) };
}
