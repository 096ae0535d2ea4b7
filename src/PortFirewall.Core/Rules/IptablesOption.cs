namespace PortFirewall;

/// <summary>One option of a match or target, such as <c>--dport 2222</c>.</summary>
public sealed class IptablesOption
{
    /// <summary>The option as written, with its dashes: <c>--dport</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its values, joined by a space; null where it has none.</summary>
    public string? Value { get; init; }

    /// <summary>Whether it is negated with <c>!</c>.</summary>
    public bool Negated { get; init; }

    /// <summary>The option as iptables writes it, to the letter.</summary>
    internal string Text => (Negated ? "! " : "") + Name + (Value is null ? "" : " " + Value);

    /// <summary>The option as iptables writes it, with controls written as escapes.</summary>
    public override string ToString() => VisibleText.Of(Text);
}
