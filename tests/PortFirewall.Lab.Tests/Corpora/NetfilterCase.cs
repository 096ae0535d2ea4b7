namespace PortFirewall;

/// <summary>A rule of netfilter's own test cases (<c>extensions/*.t</c> of iptables) that iptables takes.</summary>
/// <param name="Backend">The backend that took it.</param>
/// <param name="Family">The family.</param>
/// <param name="Origin">File and line.</param>
/// <param name="Setup">Commands that make what the rule refers to, in the same chain.</param>
/// <param name="Rule">The rule as it is typed.</param>
internal sealed record NetfilterCase(IptablesBackend Backend, AddressFamily Family, string Origin, IReadOnlyList<string> Setup, IptablesRule Rule)
{
    /// <summary>All of them, for both backends and families.</summary>
    public static IEnumerable<NetfilterCase> All()
    {
        const int BackendName = 0, FamilyNumber = 1, FileName = 2, Line = 3, Typed = 4, Saved = 9;
        var folder = Path.Combine(Corpus.Folder!, "netfilter-iptables-1.8.9");
        var files = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var row in File.ReadLines(Path.Combine(folder, "CONFORMANCE-this-machine.tsv")).Skip(1).Select(line => line.Split('\t')).Where(row => row[Saved].Length > 0))
        {
            if (!files.TryGetValue(row[FileName], out var lines))
                files[row[FileName]] = lines = File.ReadAllLines(Path.Combine(folder, "extensions", row[FileName]));
            var ahead = lines[..(int.Parse(row[Line], System.Globalization.CultureInfo.InvariantCulture) - 1)];
            string[] setup = [.. ahead.Where(line => line.StartsWith('%')).Select(line => line[1..])];
            var family = row[FamilyNumber] == "6" ? AddressFamily.IPv6 : AddressFamily.IPv4;
            yield return new NetfilterCase(row[BackendName] == "nft" ? IptablesBackend.Nft : IptablesBackend.Legacy, family, $"{row[FileName]}:{row[Line]}", setup, new IptablesRule
            {
                Number = setup.Length + 1,
                // "-A CHAIN …"
                Chain = row[Saved].Split(' ')[1],
                Table = ahead.LastOrDefault(line => line.StartsWith('*'))?[1..].Trim() ?? "filter",
                AddressFamily = family,
                Specification = row[Typed],
            });
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Origin} ({Family}, {Backend}) {Rule.Table} {Rule}";
}
