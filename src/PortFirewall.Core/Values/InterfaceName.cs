namespace PortFirewall;

/// <summary>An interface name that sorts by its characters' codes, so that <c>eth+</c> is one interval of names.</summary>
internal readonly record struct InterfaceName(string? Text) : IComparable<InterfaceName>
{
    // A default value is the empty name as well: what compares equal has to be equal.
    public bool Equals(InterfaceName other) => CompareTo(other) == 0;

    public override int GetHashCode() => string.GetHashCode(Text ?? "", StringComparison.Ordinal);

    public int CompareTo(InterfaceName other) => string.CompareOrdinal(Text ?? "", other.Text ?? "");
}
