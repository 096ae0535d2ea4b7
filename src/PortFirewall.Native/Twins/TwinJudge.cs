namespace PortFirewall;

/// <summary>Sends packets into the namespace of the thread that made it, and sees what becomes of them. For that thread only.</summary>
internal sealed class TwinJudge : IDisposable
{
    /// <summary>How many packets are sent before looking what arrived: few enough for any receive buffer and any transmit queue.</summary>
    private const int BatchSize = 64;

    private readonly Dictionary<string, (TapDevice Device, byte[] Station)> _interfaces = new(StringComparer.Ordinal);
    private readonly Dictionary<(AddressFamily, int), ArrivalSocket> _arrivals = [];
    private readonly ConnectionTable _connections = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    public TwinJudge(TwinPlan plan)
    {
        try
        {
            foreach (var one in plan.Interfaces)
                _interfaces.Add(one.Name, (TapDevice.Create(one.Name), TwinPlan.StationAddress(_interfaces.Count)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="Twin.JudgeAsync"/>
    public TwinVerdict[] Judge(IReadOnlyList<TwinPacket> packets, CancellationToken cancellation)
    {
        if (packets.Count > PacketNumber.Most)
            throw new ArgumentException("More packets than can be told apart.", nameof(packets));
        _connections.Clear();
        foreach (var packet in packets.Where(p => p.IsEstablished))
            _connections.Open(packet);
        foreach (var (family, protocol) in packets.Select(p => (p.Family, p.Protocol)).Distinct())
            _arrivals.TryAdd((family, protocol), new ArrivalSocket(family, protocol));
        // Whatever the kernel sent on its own since, such as reports of group membership.
        Collect([]);
        var verdicts = new TwinVerdict[packets.Count];
        for (var i = 0; i < packets.Count; i++)
        {
            var (device, station) = _interfaces[packets[i].InInterface];
            device.Send(_buffer.AsSpan(0, FrameWriter.Write(_buffer, packets[i], i, station)));
            if ((i + 1) % BatchSize != 0 && i + 1 < packets.Count)
                continue;
            Collect(verdicts);
            cancellation.ThrowIfCancellationRequested();
        }
        if (_arrivals.Values.Any(a => a.HasLost))
            throw TwinErrors.TwinFailed("The kernel threw packets away that had arrived, so it can't be said what became of the others.");
        return verdicts;
    }

    public void Dispose()
    {
        _connections.Dispose();
        foreach (var arrival in _arrivals.Values)
            arrival.Dispose();
        foreach (var (device, _) in _interfaces.Values)
            device.Dispose();
        _interfaces.Clear();
    }

    private void Collect(TwinVerdict[] verdicts)
    {
        foreach (var arrival in _arrivals.Values)
        {
            while (arrival.Receive(_buffer) is { } number)
                Note(number, TwinVerdict.Arrived);
        }
        foreach (var (device, _) in _interfaces.Values)
        {
            while (device.Receive(_buffer) is > 0 and var length)
            {
                if (AnswerReader.Read(_buffer.AsSpan(0, length)) is { } answer)
                    Note(answer.Number, answer.Verdict);
            }
        }

        // What arrived is answered too, by the kernel in place of a service; the higher verdict says what happened.
        void Note(int number, TwinVerdict verdict)
        {
            if (number >= 0 && number < verdicts.Length && verdict > verdicts[number])
                verdicts[number] = verdict;
        }
    }
}
