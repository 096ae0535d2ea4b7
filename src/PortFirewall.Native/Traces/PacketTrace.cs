using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>Traces packets of a network namespace by the kernel's own means, from when it is started until it is ended.</summary>
internal sealed partial class PacketTrace : IDisposable
{
    private const string Purpose = "trace packets in a network namespace";

    /// <summary>How many reports are kept: some thousands of packets' ways.</summary>
    private const int MaximumReports = 200_000;

    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(50);

    private readonly FirewallScope _scope;
    private readonly IReadOnlyList<AddressFamily> _families;
    private readonly TracedRules _before;
    private readonly ConcurrentQueue<NftTraceEvent> _nft = new();
    private readonly ConcurrentQueue<NflogPacket> _legacy = new();
    private TraceTable? _table;
    private TraceLog? _log;
    private ReportReader? _nftReader;
    private NflogSocket? _socket;
    private bool _isFull;

    private PacketTrace(FirewallScope scope, IReadOnlyList<AddressFamily> families, TracedRules before)
    {
        _scope = scope;
        _families = families;
        _before = before;
    }

    /// <summary>The command that puts the same trace on by hand, as it could be typed.</summary>
    /// <exception cref="FirewallException"><c>InvalidNetworkNamespaceName</c>, <c>NetworkNamespaceNotFound</c>.</exception>
    public static string Describe(FirewallScope scope, TraceFilter filter)
    {
        if (scope.NetworkNamespace is { } name)
            NetworkNamespaces.Require(name);
        return new NativeCommand(NativeTool.Nft, [TraceFilterText.ScriptOf(filter)]) { NetworkNamespace = scope.NetworkNamespace, Purpose = Purpose }.CommandLine;
    }

    /// <summary>Reads the rules and puts the trace on. What comes in after this is traced.</summary>
    /// <exception cref="FirewallException"><c>PrivilegeRequired</c>, <c>TraceNotSupported</c>, <c>TraceLogUnavailable</c>, and what reading rules can end with.</exception>
    public static async Task<PacketTrace> StartAsync(FirewallScope scope, TraceFilter filter, CancellationToken cancellation)
    {
        if (scope.NetworkNamespace is { } name)
            NetworkNamespaces.Require(name);
        if (await Elevation.DetectAsync(NftSource.Nft, cancellation) != FirewallElevation.Root)
            throw TraceErrors.PrivilegeRequired();
        IReadOnlyList<AddressFamily> families = [.. filter.Rules.Select(r => r.Family).Distinct()];
        var left = await NfTablesSocket.ReadChainsAsync(scope.NetworkNamespace, cancellation);
        var trace = new PacketTrace(scope, families, await TracedRulesSource.ReadAsync(scope, families, cancellation));
        try
        {
            await trace.ListenToLegacyAsync(cancellation);
            cancellation.ThrowIfCancellationRequested();
            // Waited for to its end: what it has put on is taken off by this process.
            await NamespaceThread.RunAsync(scope.NetworkNamespace, () => trace.Begin(filter, left), Purpose, CancellationToken.None);
            return trace;
        }
        catch
        {
            trace.Dispose();
            throw;
        }
    }

    /// <summary>Takes the trace off, and puts together what was reported.</summary>
    public async Task<TraceReports> EndAsync(CancellationToken cancellation)
    {
        // A datagram that nobody answers may still be on its way between two processors.
        await Task.Delay(Settling, cancellation);
        Dispose();
        var now = await TracedRulesSource.ReadAsync(_scope, _families, cancellation);
        var ways = TraceAssembler.Assemble(_table!.Name, _nft, _legacy, _before, now);
        var numbers = ways.Select(w => w.Headers.InInterface).Distinct().ToList();
        var names = await NamespaceThread.RunAsync(_scope.NetworkNamespace, () => numbers.ToDictionary(n => n, NameOf), Purpose, cancellation);
        return new TraceReports(ways, names, _isFull || _nftReader?.HasLost == true || _socket?.HasLost == true, !now.SaysTheSameAs(_before));
    }

    /// <summary>Takes the trace off.</summary>
    public void Dispose()
    {
        _table?.Dispose();
        // What was reported until now is still read.
        _nftReader?.Dispose();
        _log?.Dispose();
        _socket?.Dispose();
    }

    private async Task ListenToLegacyAsync(CancellationToken cancellation)
    {
        var isLeft = await NamespaceThread.RunAsync(_scope.NetworkNamespace, () => TraceLog.IsLeft, Purpose, cancellation);
        if (!isLeft && _before.Own.Concat(_before.Other).All(r => r.Backend != IptablesBackend.Legacy))
            return;
        try
        {
            _socket = await NflogSocket.OpenAsync(_scope.NetworkNamespace, LegacyTraceLine.Group, LegacyTraceLine.WantedBytes, CancellationToken.None);
        }
        catch (FirewallException failure) when (failure.ErrorId == nameof(ProofErrors.PacketLogUnavailable))
        {
            throw TraceErrors.TraceLogUnavailable(failure.Message);
        }
        _socket.Listen(packet => Keep(_legacy, packet));
    }

    private bool Begin(TraceFilter filter, NftRuleset? left)
    {
        if (left is not null)
            TraceTable.RemoveLeft(left);
        if (_socket is not null)
            _log = TraceLog.Redirect();
        var (socket, error) = NetlinkSocket.Open();
        if (socket is null || (error = socket.Join(NftTraceMessages.Group)) != 0)
        {
            socket?.Dispose();
            throw TraceErrors.TraceNotSupported(new System.ComponentModel.Win32Exception(error).Message);
        }
        _nftReader = new ReportReader(socket, "nftrace", part => NftTraceMessages.Read(part.Span, report => Keep(_nft, report)));
        // Last: from here on packets are traced, and all that is to read their traces listens already.
        _table = TraceTable.Make(filter);
        return true;
    }

    private void Keep<T>(ConcurrentQueue<T> queue, T report)
    {
        if (_nft.Count + _legacy.Count >= MaximumReports)
            _isFull = true;
        else
            queue.Enqueue(report);
    }

    private static string NameOf(int number)
    {
        // IF_NAMESIZE.
        Span<byte> name = stackalloc byte[16];
        return NameOfIndex((uint)number, name) == 0 ? $"{number}" : System.Text.Encoding.UTF8.GetString(name[..Math.Max(0, name.IndexOf((byte)0))]);
    }

    [LibraryImport("libc", EntryPoint = "if_indextoname", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint NameOfIndex(uint number, Span<byte> name);
}
