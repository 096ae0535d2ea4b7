namespace PortFirewall.Core.Tests.Hooks;

/// <summary>What <c>nft --json list ruleset</c> prints, from what a test is about.</summary>
internal static class Nft
{
    /// <summary>A rule set with a base chain <c>c</c> of a table <c>t</c> beside it; each rule is its statements as JSON.</summary>
    public static IptablesRuleset Beside(IptablesRuleset ruleset, string family, string type, string hook, params string[] rules)
        => Beside(ruleset, [Chain("c", family, type, hook), .. rules.Select(r => Rule("c", r, family))]);

    /// <summary>A rule set with tables of nft beside it.</summary>
    public static IptablesRuleset Beside(IptablesRuleset ruleset, params IEnumerable<string> objects) => OtherHooks.Attach(ruleset, Read(objects), null);

    public static NftRuleset Read(params IEnumerable<string> objects) => NftReader.Read($$"""{"nftables":[{{string.Join(',', objects)}}]}""");

    /// <summary>A base chain; one that only others lead to where there is no hook.</summary>
    public static string Chain(string name, string family = "inet", string? type = null, string? hook = null, int priority = -5, string policy = "accept", string table = "t")
        => hook is null ? $$$"""{"chain":{"family":"{{{family}}}","table":"{{{table}}}","name":"{{{name}}}"}}"""
            : $$$"""{"chain":{"family":"{{{family}}}","table":"{{{table}}}","name":"{{{name}}}","type":"{{{type}}}","hook":"{{{hook}}}","prio":{{{priority}}},"policy":"{{{policy}}}"}}""";

    public static string Rule(string chain, string statements, string family = "inet", string table = "t")
        => $$$"""{"rule":{"family":"{{{family}}}","table":"{{{table}}}","chain":"{{{chain}}}","expr":[{{{statements}}}]}}""";

    /// <summary>A set or map by name; its elements as JSON.</summary>
    public static string Set(string name, string elements, string more = "", string kind = "set", string family = "inet", string table = "t")
        => $$$"""{"{{{kind}}}":{"family":"{{{family}}}","table":"{{{table}}}","name":"{{{name}}}"{{{more}}},"elem":[{{{elements}}}]}}""";

    /// <summary>A comparison; both sides as JSON.</summary>
    public static string Match(string left, string right, string operation = "==")
        => $$$"""{"match":{"op":"{{{operation}}}","left":{{{left}}},"right":{{{right}}}}}""";

    /// <summary>The statements of a rule that drops what meets a comparison.</summary>
    public static string DropIf(string left, string right, string operation = "==") => Match(left, right, operation) + """,{"drop":null}""";

    /// <summary>A field of a header.</summary>
    public static string Payload(string protocol, string field) => $$$"""{"payload":{"protocol":"{{{protocol}}}","field":"{{{field}}}"}}""";

    public static string Meta(string key) => $$$"""{"meta":{"key":"{{{key}}}"}}""";

    public static string Ct(string key) => $$$"""{"ct":{"key":"{{{key}}}"}}""";

    /// <summary>What routing takes an address for.</summary>
    public static string Fib(string side) => $$$"""{"fib":{"result":"type","flags":["{{{side}}}"]}}""";
}
