namespace PortFirewall;

/// <summary>Reads an existing rule as one about a service port, where it says nothing beyond that.</summary>
internal static class PortRuleReader
{
    /// <summary>The rule; null where it has matches that a <see cref="PortRule"/> does not have.</summary>
    public static PortRule? Read(IptablesRule rule)
    {
        if (!rule.IsReadable || rule.Target is not { } target || rule.TargetOptions.Count > 0 || rule.IsGoto)
            return null;
        var syntax = rule.Syntax;
        if (syntax.Protocol is not { Negated: false, Value: { } protocol } || !ProtocolNumbers.WithPorts.Contains(protocol)
            || syntax.OutInterface is not null || syntax.Fragment is not null
            || syntax.Source is { Negated: true } || syntax.Destination is { Negated: true } || syntax.InInterface is { Negated: true }
            || syntax.FindOption(protocol, "--dport") is not { Negated: false, Value: { } ports } || ReadRange(ports) is not { } range)
            return null;
        var result = new PortRule
        {
            Family = rule.AddressFamily,
            Protocol = protocol,
            Port = range,
            Source = rule.Source,
            Destination = rule.Destination,
            InInterface = rule.InInterface,
            ConnectionStates = rule.ConnectionState is { } states && syntax.FindOption("conntrack", "--ctstate") is not null ? states : [],
            Comment = rule.Comment,
            Target = target,
            Table = rule.Table,
            Chain = rule.Chain,
        };
        // Whatever it says beyond that is missing from the rule as it would be written.
        return RuleNormalForm.Of(RuleReader.Read(result.Specification), rule.AddressFamily) == RuleNormalForm.Of(rule) ? result : null;
    }

    private static PortRange? ReadRange(string ports)
        => PortSets.Read(ports) is { } set && set.Intervals[0] is var interval ? new PortRange(interval.Low, interval.High!.Value - 1) : null;
}
