namespace PortFirewall;

/// <summary><c>-j SET</c>: what a set holds afterwards for this very packet is not known.</summary>
internal static class SetTarget
{
    public static PacketChange Read(IReadOnlyList<IptablesOption> options)
    {
        var names = options.Where(o => o.Name is "--add-set" or "--del-set").Select(o => (o.Value ?? "").Split(' ')[0] + " ").ToList();
        var marks = options.Any(o => o.Name == "--map-set");
        return packets =>
        {
            var changed = names.Where(n => !packets.Transit.ChangedSets.Contains(n, StringComparison.Ordinal)).ToList();
            var transit = packets.Transit with { ChangedSets = packets.Transit.ChangedSets + string.Concat(changed) };
            // What a set maps to may be a mark.
            return [packets with { Transit = marks ? transit with { Mark = MarkBits.Unknown } : transit }];
        };
    }
}
