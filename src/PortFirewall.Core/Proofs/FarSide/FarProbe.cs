using System.Net.Sockets;

namespace PortFirewall;

/// <summary>Judges what the far side reports by the same rules as an attempt of this process.</summary>
internal static class FarProbe
{
    /// <param name="plan">What was asked.</param>
    /// <param name="vantage">Who probed.</param>
    /// <param name="address">The address, as the far side's routing sees it.</param>
    /// <param name="result">What happened.</param>
    /// <param name="neighbourIsSilent">Whether the far side's next hop had not answered after a second.</param>
    public static PortProbe Of(ProbePlan plan, Vantage vantage, FarAddress address, FarResult result, bool neighbourIsSilent)
    {
        var local = result.Local ?? address.Source;
        var finding = TcpFindings.Judge(new ConnectFacts
        {
            Remote = address.Address,
            Port = result.Port,
            Local = local,
            LocalPort = result.LocalPort,
            IsOwnAddress = address.IsOwn == true,
            Timeout = plan.Timeout,
            Error = result.Error,
            Icmp = result.Error == SocketError.Success ? null : result.Icmp,
            KernelKeepsIcmp = result.IcmpIsKnown,
            IcmpSuspected = result.IcmpSuspected,
            Tool = result.Tool == "python3" ? null : result.Tool,
            Progress = result.Progress == SynProgress.Unknown && result.Error is SocketError.TimedOut or SocketError.HostUnreachable && neighbourIsSilent ? SynProgress.AwaitsNeighbour : result.Progress,
        });
        return new PortProbe
        {
            ComputerName = plan.ComputerNames[result.Number],
            RemoteAddress = address.Address,
            Port = result.Port,
            Protocol = plan.Protocol,
            AddressFamily = FarLine.FamilyOf(address.Address),
            Outcome = finding.Outcome,
            StartedAt = result.StartedAt,
            Latency = local is null ? null : result.Latency,
            Vantage = vantage.Text,
            Tool = result.Tool,
            LocalAddress = local,
            LocalPort = result.LocalPort,
            // Where nothing tells whether the address is the far side's own, nothing may be claimed.
            CrossesNetwork = address.IsOwn == false,
            Detail = Detail(finding, address),
            EndedAtVantage = finding.EndedAtVantage,
            Refuser = finding.Refuser,
        };
    }

    /// <summary>The finding's own sentence, and what is not known of the address.</summary>
    public static string Detail(ProbeFinding finding, FarAddress address) => address.IsOwn is null
        ? finding.Detail + " Whether the address is the vantage's own could not be told there, so this proves nothing about the network."
        : finding.Detail;
}
