namespace PortFirewall;

/// <summary>Puts the trace on packets for as long as it lives.</summary>
internal sealed class TraceTable : IDisposable
{
    private const int BufferSize = 1 << 16;

    private static int _latest;

    private readonly NetlinkSocket _socket;
    private readonly bool _isOwned;
    private int _isGone;

    private TraceTable(NetlinkSocket socket, string name, bool isOwned)
    {
        _socket = socket;
        Name = name;
        _isOwned = isOwned;
    }

    public string Name { get; }

    /// <summary>Makes the table in the network namespace of the calling thread.</summary>
    /// <param name="filter">Which packets.</param>
    /// <param name="isOwned">Whether the kernel is to take it away with this process.</param>
    /// <exception cref="FirewallException"><c>TraceNotSupported</c>.</exception>
    public static TraceTable Make(TraceFilter filter, bool isOwned = true)
    {
        var (socket, error) = NetlinkSocket.Open();
        if (socket is null)
            throw TraceErrors.TraceNotSupported(Why(error));
        var name = TraceTableMessages.NameOf(ProcessIdentity.Own.Id, ProcessIdentity.Own.Start, Interlocked.Increment(ref _latest));
        error = Ask(socket, TraceTableMessages.Make(name, filter, isOwned));
        if (error == 0)
            return new TraceTable(socket, name, isOwned);
        socket.Dispose();
        // Before Linux 5.12 no table belongs to a socket.
        return isOwned ? Make(filter, isOwned: false) : throw TraceErrors.TraceNotSupported(Why(error));
    }

    /// <summary>Takes away what processes that are gone have left behind, in the network namespace of the calling thread.</summary>
    public static void RemoveLeft(NftRuleset there)
    {
        foreach (var table in there.Traces.Where(t => TraceTableMessages.OwnerOf(t.Name) is var (id, start) && !new ProcessIdentity(id, start).IsAlive))
        {
            using var socket = NetlinkSocket.Open().Socket;
            if (socket is not null)
                _ = Ask(socket, TraceTableMessages.Delete(table.Name));
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isGone, 1) == 1)
            return;
        if (!_isOwned)
            _ = Ask(_socket, TraceTableMessages.Delete(Name));
        // The kernel takes a table that belongs to the socket away before this returns (nf_tables_api.c, nft_rcv_nl_event).
        _socket.Dispose();
    }

    private static int Ask(NetlinkSocket socket, byte[] request)
    {
        if (socket.Send(request) is not 0 and var error)
            return error;
        var buffer = new byte[BufferSize];
        for (int length; (length = socket.Receive(buffer)) != 0;)
        {
            if (length < 0)
                return -length;
            if (TraceTableMessages.ErrorIn(buffer.AsSpan(0, length)) is not 0 and var refused)
                return refused;
        }
        return 0;
    }

    private static string Why(int error) => new System.ComponentModel.Win32Exception(error).Message;
}
