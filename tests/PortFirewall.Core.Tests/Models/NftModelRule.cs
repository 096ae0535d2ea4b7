namespace PortFirewall.Core.Tests.Models;

/// <summary>A rule of nft.</summary>
/// <param name="Comparisons">What it asks of packets; all of it has to be so.</param>
/// <param name="Verdicts">Its verdict by the destination port; under null, the one for every port.</param>
/// <param name="Last">The statement that gives the verdict, as JSON; empty where there is none.</param>
internal sealed record NftModelRule(NftModelComparison[] Comparisons, IReadOnlyList<(int? Port, NftModelVerdict Verdict)> Verdicts, string Last)
{
    public IEnumerable<string> Sets => Comparisons.Select(c => c.Set).OfType<string>();

    public string Statements => string.Join(',', Comparisons.Select(c => c.Json).Append("""{"counter":{"packets":0,"bytes":0}}""").Append(Last).Where(s => s.Length > 0));

    public bool Takes(Packet packet) => Array.TrueForAll(Comparisons, c => c.Takes(packet));

    public NftModelVerdict? VerdictFor(Packet packet)
        => Verdicts.Where(v => v.Port is null || v.Port == packet.DestinationPort).Select(v => v.Verdict).FirstOrDefault();
}
