using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>Probes from this host: from its own network namespace, or from a named one.</summary>
internal sealed class LocalProber(Vantage vantage, string? networkNamespace, ProbeSlots slots) : IProber
{
    private const string Purpose = "connect from a network namespace";

    /// <summary>How many names are looked up at a time; each lookup holds a thread.</summary>
    private const int LookupsAtOnce = 32;

    /// <inheritdoc/>
    public Task ProbeAsync(ProbePlan plan, Action<PortProbe> report, CancellationToken cancellation)
        => Parallel.ForEachAsync(
            plan.ComputerNames,
            new ParallelOptions { MaxDegreeOfParallelism = LookupsAtOnce, CancellationToken = cancellation },
            async (name, token) => await ProbeAsync(name, plan, report, token));

    private async Task ProbeAsync(string computerName, ProbePlan plan, Action<PortProbe> report, CancellationToken cancellation)
    {
        var lookup = await LookUpAsync(computerName, plan, cancellation);
        if (lookup.Failure is { } failure)
        {
            foreach (var port in plan.EachPort)
                report(NotFound(computerName, port, plan.Protocol, failure));
            return;
        }
        var targets = plan.EachPort.SelectMany(port => lookup.Destinations.Select(destination => (destination, port)));
        await Parallel.ForEachAsync(
            targets,
            new ParallelOptions { MaxDegreeOfParallelism = ProbeSlots.Most, CancellationToken = cancellation },
            async (target, token) => await slots.RunAsync(
                async () => report(await TryAsync(computerName, target.destination, target.port, plan, token)), token));
    }

    private async Task<NameLookup> LookUpAsync(string computerName, ProbePlan plan, CancellationToken cancellation)
    {
        // The thread may wait long for a name server and can't be interrupted there: it is left behind, the caller is not.
        var lookup = NamespaceThread.RunAsync(
            networkNamespace, () => NameLookup.Run(computerName, plan, networkNamespace), Purpose, cancellation);
        try
        {
            return await lookup.WaitAsync(plan.Timeout, cancellation);
        }
        catch (TimeoutException)
        {
            return NameLookup.Failed($"No name server answered for '{computerName}' within {plan.Timeout.TotalSeconds:0.###} s.");
        }
    }

    private Task<PortProbe> TryAsync(string computerName, ProbeDestination to, int port, ProbePlan plan, CancellationToken cancellation)
        => plan.Datagram is { } application
            ? AskAsync(computerName, to, port, plan, application, cancellation)
            : ConnectAsync(computerName, to, port, plan, cancellation);

    private async Task<PortProbe> ConnectAsync(string computerName, ProbeDestination to, int port, ProbePlan plan, CancellationToken cancellation)
    {
        var start = DateTimeOffset.UtcNow;
        var attempt = await TcpAttempt.RunAsync(OpenAsync, to, port, plan.Timeout, cancellation);
        var facts = attempt.Facts with { Translation = await FindTranslationAsync(ProtocolNumbers.Tcp, attempt.Facts.Local, attempt.LocalPort, to, port, cancellation) };
        var finding = TcpFindings.Judge(facts);
        return new PortProbe
        {
            ComputerName = computerName,
            RemoteAddress = to.Address,
            Port = port,
            Protocol = plan.Protocol,
            AddressFamily = to.Family,
            Outcome = finding.Outcome,
            StartedAt = start,
            Latency = attempt.Latency,
            Vantage = vantage.Text,
            LocalAddress = facts.Local,
            LocalPort = attempt.LocalPort,
            CrossesNetwork = facts.CrossesNetwork,
            Detail = finding.Detail,
            EndedAtVantage = finding.EndedAtVantage,
            Refuser = finding.Refuser,
        };
    }

    private async Task<PortProbe> AskAsync(
        string computerName, ProbeDestination to, int port, ProbePlan plan, DatagramApplication application, CancellationToken cancellation)
    {
        var start = DateTimeOffset.UtcNow;
        var request = application.NewRequest(new IPEndPoint(to.Address, port));
        var attempt = await UdpAttempt.RunAsync(OpenAsync, to, port, request, plan.Timeout, cancellation);
        var facts = attempt.Facts with { Translation = await FindTranslationAsync(ProtocolNumbers.Udp, attempt.Facts.Local, attempt.LocalPort, to, port, cancellation) };
        var finding = UdpFindings.Judge(facts, application);
        return new PortProbe
        {
            ComputerName = computerName,
            RemoteAddress = to.Address,
            Port = port,
            Protocol = plan.Protocol,
            AddressFamily = to.Family,
            Outcome = finding.Outcome,
            StartedAt = start,
            Latency = attempt.Latency,
            Vantage = vantage.Text,
            LocalAddress = facts.Local,
            LocalPort = attempt.LocalPort,
            CrossesNetwork = facts.CrossesNetwork,
            Application = application.Name,
            DatagramsSent = facts.Sent,
            Reply = facts.Reply ?? facts.Stray,
            ReplyText = facts.ReplyText ?? (facts.Stray is { } stray ? DatagramText.Of(stray) : null),
            Detail = finding.Detail,
            EndedAtVantage = finding.EndedAtVantage,
            Refuser = finding.Refuser,
        };
    }

    /// <summary>A socket belongs to the namespace of the thread that opens it, whoever uses it afterwards.</summary>
    private Task<Socket> OpenAsync(Func<Socket> open, CancellationToken cancellation) => RunThereAsync(open, cancellation);

    /// <summary>The kernel keeps a connection in mind for a while when it has ended, so that it can be asked for afterwards.</summary>
    private async Task<VantageTranslation?> FindTranslationAsync(int protocol, IPAddress? local, int? localPort, ProbeDestination to, int port, CancellationToken cancellation)
        => local is not null && localPort is { } from && VantageNat.IsPossible
            ? await RunThereAsync(() => VantageNat.Find(protocol, new IPEndPoint(local, from), new IPEndPoint(to.Address, port)), cancellation) : null;

    private Task<T> RunThereAsync<T>(Func<T> work, CancellationToken cancellation)
        => networkNamespace is null
            ? Task.FromResult(work())
            : NamespaceThread.RunAsync(networkNamespace, work, Purpose, cancellation);

    private PortProbe NotFound(string computerName, int port, string protocol, string why) => new()
    {
        ComputerName = computerName,
        Port = port,
        Protocol = protocol,
        Outcome = ProbeOutcome.NameNotFound,
        Vantage = vantage.Text,
        CrossesNetwork = false,
        Detail = why,
    };
}
