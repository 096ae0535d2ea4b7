namespace PortFirewall;

/// <summary>A packet that was traced, and its way.</summary>
/// <param name="Headers">The packet as it came in.</param>
internal sealed record TracedWay(TracedPacket Headers)
{
    public List<TracedVisit> Visits { get; } = [];

    /// <summary>The steps as users see them.</summary>
    /// <param name="number">The packet's number.</param>
    /// <param name="probe">The probe whose packet it is.</param>
    /// <param name="interfaces">The names of interfaces by their numbers.</param>
    public IEnumerable<IptablesTraceStep> StepsOf(int number, PortProbe? probe, IReadOnlyDictionary<int, string> interfaces)
    {
        var visits = Visits.OrderBy(v => v.Turn).ToList();
        var step = 0;
        foreach (var visit in visits)
        {
            foreach (var met in visit.Steps)
            {
                yield return new IptablesTraceStep
                {
                    Step = ++step,
                    Basis = PathBasis.Kernel,
                    Packet = number,
                    Protocol = ProtocolNumbers.WithPorts.FirstOrDefault(p => ProtocolNumbers.OfPortProtocol(p) == visit.Headers.Protocol),
                    Source = AddressSets.ToAddress(visit.Headers.Source, visit.Headers.Family),
                    SourcePort = visit.Headers.SourcePort,
                    Destination = AddressSets.ToAddress(visit.Headers.Destination, visit.Headers.Family),
                    DestinationPort = visit.Headers.DestinationPort,
                    InInterface = interfaces.GetValueOrDefault(Headers.InInterface),
                    Probe = probe,
                    AddressFamily = met.AddressFamily,
                    Table = met.Table,
                    Chain = met.Chain,
                    RuleNumber = met.RuleNumber,
                    Rule = met.Rule,
                    RuleText = met.RuleText,
                    Outcome = met.Outcome,
                    Verdict = met.Verdict,
                    Conditions = met.Conditions,
                    NetworkNamespace = met.NetworkNamespace,
                };
            }
        }
    }
}
