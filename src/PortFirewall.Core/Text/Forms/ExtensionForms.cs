namespace PortFirewall;

/// <summary>The rows of all extensions that rewrite what they are given (<c>extensions/*.c</c> of iptables 1.8.9).</summary>
internal static class ExtensionForms
{
    private const string NoMask6 = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";

    private static readonly ExtensionForm TransportPorts = Of(
        [("--dport", "--destination-port", new("--dport", ValueForms.Ports)), ("--sport", "--source-port", new("--sport", ValueForms.Ports))]);

    private static readonly Dictionary<string, ExtensionForm> Matches = new(StringComparer.Ordinal)
    {
        ["tcp"] = Of(
            [("--dport", "--destination-port", new("--dport", ValueForms.Ports)), ("--sport", "--source-port", new("--sport", ValueForms.Ports))],
            rewrite: static o => o is { Name: "--syn", Value: null } ? new IptablesOption { Name = "--tcp-flags", Value = "FIN,SYN,RST,ACK SYN", Negated = o.Negated } : o),
        ["udp"] = TransportPorts,
        ["udplite"] = TransportPorts,
        ["sctp"] = TransportPorts,
        ["dccp"] = TransportPorts,
        ["multiport"] = Of(
            [
                ("--dports", "--destination-ports", new("--dports", ValueForms.PortList)), ("--sports", "--source-ports", new("--sports", ValueForms.PortList)),
                ("--ports", "--port", new("--ports", ValueForms.PortList)),
            ]),
        ["conntrack"] = Of([("--ctstate", "", new("--ctstate", ValueForms.States)), ("--ctproto", "", new("--ctproto", ValueForms.Protocol)), ("--ctstatus", "", new("--ctstatus", ValueForms.States))]),
        ["state"] = Of([("--state", "", new("--state", ValueForms.States))]),
        ["icmp"] = Of([("--icmp-type", "", new("--icmp-type", NameForms.IcmpType))]),
        ["icmp6"] = Of([("--icmpv6-type", "", new("--icmpv6-type", NameForms.Icmp6Type))]),
        ["ah"] = Of([("--ahspi", "", new("--ahspi", ValueForms.Range32, "0:4294967295"))]),
        ["esp"] = Of([("--espspi", "", new("--espspi", ValueForms.Range32, "0:4294967295"))]),
        ["length"] = Of([("--length", "", new("--length", ValueForms.Range16))]),
        ["limit"] = Of([("--limit", "", new("--limit", ValueForms.Rate)), ("--limit-burst", "", new("--limit-burst", ValueForms.Number, "5"))], [("--limit", "3/hour", "3/hour", [])]),
        ["hashlimit"] = Of(
            [("--hashlimit-upto", "--hashlimit", new("--hashlimit-upto", ValueForms.Rate)), ("--hashlimit-above", "", new("--hashlimit-above", ValueForms.Rate))],
            [("--hashlimit-burst", "5", "5", [])]),
        ["connlimit"] = Of([("--connlimit-mask", "", new("--connlimit-mask"))], [("--connlimit-mask", "32", "128", []), ("--connlimit-saddr", null, null, ["--connlimit-daddr"])]),
        ["recent"] = Of([], [("--name", "DEFAULT", "DEFAULT", []), ("--mask", "255.255.255.255", NoMask6, []), ("--rsource", null, null, ["--rdest"])]),
        ["mark"] = Of([("--mark", "", new("--mark", ValueForms.Mark))]),
        ["connmark"] = Of([("--mark", "", new("--mark", ValueForms.Mark))]),
        ["dscp"] = Of([("--dscp", "--dscp-class", new("--dscp", ValueForms.DifferentiatedServices))]),
        ["tos"] = Of([("--tos", "", new("--tos", NameForms.TypeOfService))]),
        ["owner"] = Of([("--uid-owner", "", new("--uid-owner", ValueForms.Owner)), ("--gid-owner", "", new("--gid-owner", ValueForms.Owner))]),
        ["rateest"] = Of([("--rateest-bps", "", new("--rateest-bps", ValueForms.Bits))]),
        ["string"] = Of([("--from", "", new("--from", ValueForms.Number, "0")), ("--to", "", new("--to", ValueForms.Number, "65535"))]),
        ["mac"] = Of([("--mac-source", "", new("--mac-source", ValueForms.Lower))]),
        ["addrtype"] = Of([("--src-type", "", new("--src-type", ValueForms.States)), ("--dst-type", "", new("--dst-type", ValueForms.States))]),
        ["cluster"] = Of([], rewrite: static o => o.Name == "--cluster-local-node" && o.Value is { } node && NumberText.Read(node) is >= 1 and <= 32 and var number
            ? new IptablesOption { Name = "--cluster-local-nodemask", Value = $"0x{1u << (int)(number - 1):x8}", Negated = o.Negated } : o),
    };

    private static readonly Dictionary<string, ExtensionForm> Targets = new(StringComparer.Ordinal)
    {
        ["REJECT"] = Of([("--reject-with", "", new("--reject-with", NameForms.Rejection))], [("--reject-with", "icmp-port-unreachable", "icmp6-port-unreachable", [])]),
        ["LOG"] = Of([("--log-level", "", new("--log-level", ValueForms.LogLevel, "4"))]),
        // --nflog-range has never had an effect (iptables-extensions(8)); nf_tables does not even keep it.
        ["NFLOG"] = Of([("--nflog-group", "", new("--nflog-group", ValueForms.Number, "0")), ("--nflog-range", "", new("--nflog-range", static (_, _) => "", ""))]),
        ["NFQUEUE"] = Of([("--queue-num", "", new("--queue-num", ValueForms.Number))], [("--queue-num", "0", "0", ["--queue-balance"])]),
        ["MARK"] = Of([], rewrite: MarkRewrite.OfMark),
        ["CONNMARK"] = Of(
            [("--nfmask", "", new("--nfmask", ValueForms.Mark)), ("--ctmask", "", new("--ctmask", ValueForms.Mark))],
            [("--nfmask", "0xffffffff", "0xffffffff", ["--set-xmark"]), ("--ctmask", "0xffffffff", "0xffffffff", ["--set-xmark"])], MarkRewrite.OfMark),
        ["TOS"] = Of([("--set-tos", "", new("--set-tos", NameForms.TypeOfService))], rewrite: MarkRewrite.OfTypeOfService),
        ["DSCP"] = Of([("--set-dscp", "--set-dscp-class", new("--set-dscp", ValueForms.DifferentiatedServices))]),
        ["DNAT"] = Of([("--to-destination", "", new("--to-destination", ValueForms.MappedAddress))]),
        ["SNAT"] = Of([("--to-source", "", new("--to-source", ValueForms.MappedAddress))]),
        ["REDIRECT"] = Of([("--to-ports", "", new("--to-ports", ValueForms.MappedPorts))]),
        ["MASQUERADE"] = Of([("--to-ports", "", new("--to-ports", ValueForms.MappedPorts))]),
        ["NETMAP"] = Of([("--to", "", new("--to", ValueForms.Network))]),
    };

    private static readonly ExtensionForm None = new();

    public static ExtensionForm OfMatch(string name) => Matches.GetValueOrDefault(name, None);

    public static ExtensionForm OfTarget(string name) => Targets.GetValueOrDefault(name, None);

    private static ExtensionForm Of(
        (string Name, string Alias, OptionForm Form)[] options, (string, string?, string?, string[])[]? defaults = null, Func<IptablesOption, IptablesOption>? rewrite = null) => new()
        {
            Options = options.SelectMany(o => o.Alias.Length == 0 ? [(o.Name, o.Form)] : new[] { (o.Name, o.Form), (o.Alias, o.Form) }).ToDictionary(o => o.Item1, o => o.Item2, StringComparer.Ordinal),
            Defaults = defaults ?? [],
            Rewrite = rewrite,
        };
}
