namespace PortFirewall;

/// <summary>One match of a rule (<c>-m NAME …</c>, <c>iptables-extensions(8)</c>), whether PortFirewall understands it or not.</summary>
public sealed class IptablesMatch
{
    /// <summary>The name of the match: <c>tcp</c>, <c>conntrack</c>, <c>limit</c> ….</summary>
    public required string Name { get; init; }

    /// <summary>Its options, in the order in which the rule has them.</summary>
    public required IReadOnlyList<IptablesOption> Options { get; init; }

    /// <summary>Whether one of its options is negated.</summary>
    public bool Negated => Options.Any(o => o.Negated);

    /// <summary>The match as iptables writes it, without <c>-m</c>, to the letter.</summary>
    internal string Text => string.Join(' ', Options.Select(o => o.Text).Prepend(Name));

    /// <summary>The match as iptables writes it, without <c>-m</c>, with controls written as escapes.</summary>
    public override string ToString() => VisibleText.Of(Text);
}
