namespace PortFirewall;

/// <summary>An interface name that sorts by its characters' codes, so that <c>eth+</c> is one interval of names.</summary>
internal readonly record struct InterfaceName(string? Text) : IComparable<InterfaceName>
{
    public int CompareTo(InterfaceName other) => string.CompareOrdinal(Text ?? "", other.Text ?? "");
}
