using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>The requests that the far side sends over UDP. It hands back whatever comes: what of that is the reply is known here.</summary>
internal sealed class FarDatagrams(ProbePlan plan, Vantage vantage, DatagramApplication application)
{
    private readonly Dictionary<(int Number, IPAddress Address, int Port), FarQuestion> _questions = [];
    private readonly Dictionary<FarQuestion, byte[]> _strays = [];

    /// <summary>A request of its own for each port of an address.</summary>
    public IEnumerable<FarQuestion> Ask(FarAddress to)
    {
        foreach (var port in plan.EachPort)
        {
            var question = new FarQuestion(to, port, application.NewRequest(new IPEndPoint(to.Address, port)));
            _questions[(to.Number, to.Address, port)] = question;
            yield return question;
        }
    }

    /// <summary>Takes a datagram that came, or how the attempt ended.</summary>
    /// <param name="address">The address, as the far side's routing sees it.</param>
    /// <param name="result">What the far side says.</param>
    /// <param name="neighbourIsSilent">Whether the far side's next hop had not answered after a second.</param>
    /// <returns>The probe; null while it is not known how it ends.</returns>
    public PortProbe? Take(FarAddress address, FarResult result, bool neighbourIsSilent)
    {
        if (!_questions.TryGetValue((result.Number, result.Address, result.Port), out var question))
            return null;
        if (result.Datagram is not { } datagram)
            return Judge(address, result, neighbourIsSilent, null, null, _strays.GetValueOrDefault(question));
        if (question.Request.Read(datagram) is { } text)
            return Judge(address, result, false, datagram, text, null);
        _strays.TryAdd(question, datagram);
        return null;
    }

    private PortProbe Judge(FarAddress address, FarResult result, bool neighbourIsSilent, byte[]? reply, string? text, byte[]? stray)
    {
        var facts = new DatagramFacts
        {
            Remote = address.Address,
            Port = result.Port,
            Local = result.Local ?? address.Source,
            LocalPort = result.LocalPort,
            IsOwnAddress = address.IsOwn == true,
            Timeout = plan.Timeout,
            Sent = result.Sent,
            Error = result.Error,
            Icmp = result.Icmp,
            IcmpSuspected = result.IcmpSuspected,
            Tool = result.Tool == "python3" ? null : result.Tool,
            Reply = reply,
            ReplyText = text,
            Stray = stray,
            AwaitsNeighbour = result.Progress == SynProgress.AwaitsNeighbour || (result.Error == SocketError.TimedOut && neighbourIsSilent),
        };
        var finding = UdpFindings.Judge(facts, application);
        return new PortProbe
        {
            ComputerName = plan.ComputerNames[result.Number],
            RemoteAddress = address.Address,
            Port = result.Port,
            Protocol = plan.Protocol,
            AddressFamily = FarLine.FamilyOf(address.Address),
            Outcome = finding.Outcome,
            StartedAt = result.StartedAt,
            Latency = facts.Sent == 0 ? null : result.Latency,
            Vantage = vantage.Text,
            Tool = result.Tool,
            LocalAddress = facts.Local,
            LocalPort = result.LocalPort,
            CrossesNetwork = address.IsOwn == false,
            Detail = FarProbe.Detail(finding, address),
            EndedAtVantage = finding.EndedAtVantage,
            Refuser = finding.Refuser,
            Application = application.Name,
            DatagramsSent = facts.Sent,
            Reply = reply ?? stray,
            ReplyText = text ?? (stray is null ? null : DatagramText.Of(stray)),
        };
    }
}
