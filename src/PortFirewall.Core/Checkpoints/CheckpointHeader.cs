using System.Globalization;

namespace PortFirewall;

/// <summary>
/// The comments that begin a file of a checkpoint: where its rules belong, for PortFirewall, and how to restore them, for a person who has
/// nothing but iptables.
/// </summary>
/// <param name="Created">When the rules were read.</param>
/// <param name="HostName">Whose they are.</param>
/// <param name="NetworkNamespace">The network namespace; null for the host's own.</param>
/// <param name="Backend">Which iptables keeps them.</param>
/// <param name="Sets">The sets that they refer to.</param>
internal sealed record CheckpointHeader(DateTimeOffset Created, string HostName, string? NetworkNamespace, IptablesBackend? Backend, IReadOnlyList<IpsetHeader> Sets)
{
    private const string CreatedLabel = "# Checkpoint of: ";
    private const string HostLabel = "# Host: ";
    private const string NamespaceLabel = "# Network namespace: ";
    private const string BackendLabel = "# Backend: ";
    private const string RestoreLabel = "# Restore with: ";
    private const string SetLabel = "# Needs the set: ipset ";

    /// <summary>The lines, each with its line feed.</summary>
    public string Write(AddressFamily family, string restoreCommand)
    {
        string?[] lines =
        [
            RulesetHeader.Of(family),
            CreatedLabel + Created.ToString("O", CultureInfo.InvariantCulture),
            HostLabel + HostName,
            NetworkNamespace is null ? null : NamespaceLabel + NetworkNamespace,
            Backend is null ? null : BackendLabel + Backend,
            RestoreLabel + restoreCommand,
            .. Sets.Select(set => SetLabel + set),
        ];
        // A name of a host or a set with a line break in it must not become a line of its own.
        return string.Concat(lines.OfType<string>().Select(line => Printable(line) + "\n"));
    }

    /// <summary>What the comments ahead of the first table say; null where they are not those of a checkpoint.</summary>
    public static CheckpointHeader? Read(IEnumerable<string> lines)
    {
        var comments = lines.TakeWhile(line => line.StartsWith('#')).Select(line => Printable(line.TrimEnd('\r'))).ToList();
        if (!DateTimeOffset.TryParseExact(Find(comments, CreatedLabel), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var created))
            return null;
        return new CheckpointHeader(
            created,
            Find(comments, HostLabel) ?? "",
            Find(comments, NamespaceLabel),
            Find(comments, BackendLabel) switch
            {
                nameof(IptablesBackend.Nft) => IptablesBackend.Nft,
                nameof(IptablesBackend.Legacy) => IptablesBackend.Legacy,
                _ => null,
            },
            [.. comments.Where(c => c.StartsWith(SetLabel, StringComparison.Ordinal)).Select(c => IpsetHeader.Read(c[SetLabel.Length..])).OfType<IpsetHeader>()]);
    }

    private static string Printable(string line) => string.Concat(line.Select(c => char.IsControl(c) ? '?' : c));

    private static string? Find(List<string> comments, string label)
        => comments.Find(c => c.StartsWith(label, StringComparison.Ordinal)) is { } line && line.Length > label.Length ? line[label.Length..] : null;
}
