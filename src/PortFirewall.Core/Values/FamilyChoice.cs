namespace PortFirewall;

/// <summary>Works out the address families that a question or change is about.</summary>
internal static class FamilyChoice
{
    /// <summary>The families asked for, or those possible, narrowed to the family of the addresses given.</summary>
    /// <param name="asked">The families that the user named; none where there was no word about it.</param>
    /// <param name="possible">The families to take where the user named none.</param>
    /// <param name="addresses">Source and destination; null or empty where not given.</param>
    /// <exception cref="FirewallException"><c>InvalidAddress</c>, <c>AddressFamilyMismatch</c>.</exception>
    public static IReadOnlyList<AddressFamily> Of(
        IReadOnlyCollection<AddressFamily> asked, IReadOnlyList<AddressFamily> possible, params ReadOnlySpan<string?> addresses)
    {
        IReadOnlyList<AddressFamily> families = asked.Count switch { 0 => possible, 1 => [.. asked], _ => [.. asked.Distinct().Order()] };
        var isNarrowed = asked.Count > 0;
        foreach (var address in addresses)
        {
            if (string.IsNullOrEmpty(address))
                continue;
            var family = FamilyOf(address);
            if (isNarrowed && !families.Contains(family))
                throw InputErrors.AddressFamilyMismatch(address, string.Join(", ", families));
            families = [family];
            isNarrowed = true;
        }
        return families;
    }

    private static AddressFamily FamilyOf(string address)
        => AddressSets.Normalize(address, AddressFamily.IPv4) is not null ? AddressFamily.IPv4
            : AddressSets.Normalize(address, AddressFamily.IPv6) is not null ? AddressFamily.IPv6
            : throw InputErrors.InvalidAddress(address);
}
