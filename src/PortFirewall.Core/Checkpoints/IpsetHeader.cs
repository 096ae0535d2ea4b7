namespace PortFirewall;

/// <summary>A set of <c>ipset</c> as it was made, without what is in it.</summary>
public sealed class IpsetHeader
{
    /// <summary>The name by which rules refer to it.</summary>
    public required string Name { get; init; }

    /// <summary>The type, such as <c>hash:ip</c> (<c>ipset(8)</c>).</summary>
    public required string Type { get; init; }

    /// <summary>The options that it was made with, such as <c>family inet hashsize 1024 maxelem 65536</c>.</summary>
    public required string Options { get; init; }

    /// <summary>The family of its addresses; null for a type that has none, such as <c>bitmap:port</c>, and for lists of sets.</summary>
    public AddressFamily? AddressFamily
        => Type is "bitmap:port" or "list:set" or "hash:mac" ? null
            : $" {Options} ".Contains(" family inet6 ", StringComparison.Ordinal) ? PortFirewall.AddressFamily.IPv6 : PortFirewall.AddressFamily.IPv4;

    /// <summary>The arguments with which <c>ipset</c> makes such a set, empty.</summary>
    public override string ToString() => $"create {Name} {Type} {Options}".TrimEnd();

    /// <summary>Reads what <see cref="ToString"/> writes; null where it is something else.</summary>
    internal static IpsetHeader? Read(string text)
        => text.Split(' ', 4) is ["create", { Length: > 0 } name, { Length: > 0 } type, .. var rest]
            ? new IpsetHeader { Name = name, Type = type, Options = rest.Length > 0 ? rest[0] : "" } : null;
}
