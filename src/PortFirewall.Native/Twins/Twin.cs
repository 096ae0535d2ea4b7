using System.Diagnostics;

namespace PortFirewall;

/// <summary>
/// A scratch copy of a host to ask the kernel: a network namespace with the host's interfaces and addresses, into which rules are
/// loaded and packets are sent. Nothing in it outlives this object, or the process.
/// </summary>
internal sealed class Twin : IDisposable
{
    private const string Purpose = "make a twin of the host";

    /// <summary>How long loading rules waits for the lock of the legacy backend, which all namespaces share; in seconds.</summary>
    private const string LockWait = "20";

    private const int DiscardPort = 9;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly TwinThread _thread;
    private readonly TwinJudge _judge;

    private Twin(TwinThread thread, TwinJudge judge)
    {
        _thread = thread;
        _judge = judge;
    }

    /// <summary>The file that stands for the network namespace, as long as this object is there.</summary>
    public string NamespacePath => _thread.NamespacePath;

    /// <summary>Makes a twin without any rule.</summary>
    /// <exception cref="FirewallException"><c>PrivilegeRequired</c>, <c>ToolNotFound</c>, <c>TwinNotMade</c>, <c>TwinNotReady</c>, <c>ToolFailedInTwin</c>.</exception>
    public static async Task<Twin> CreateAsync(TwinPlan plan, CancellationToken cancellation, TimeSpan? longestWait = null)
    {
        await RequireRootAsync(cancellation);
        NativeTool.Nsenter.RequirePath();
        NativeTool.Ip.RequirePath();
        var thread = await TwinThread.StartAsync();
        TwinJudge? judge = null;
        try
        {
            judge = await thread.RunAsync(() => new TwinJudge(plan), CancellationToken.None);
            var twin = new Twin(thread, judge);
            await twin.RunAsync(NativeTool.Ip, ["-batch", "-"], plan.Links, cancellation);
            await thread.RunAsync(() => Configure(plan), cancellation);
            await twin.WaitUntilReadyAsync(plan, longestWait ?? LongestWait, cancellation);
            return twin;
        }
        catch
        {
            judge?.Dispose();
            thread.Dispose();
            throw;
        }
    }

    /// <summary>Runs a tool in the twin.</summary>
    /// <exception cref="FirewallException"><c>ToolFailedInTwin</c>, and what a tool's run can end with.</exception>
    public async Task<NativeResult> RunAsync(NativeTool tool, IReadOnlyList<string> arguments, string? input, CancellationToken cancellation)
    {
        var command = new NativeCommand(NativeTool.Nsenter, [$"--net={NamespacePath}", "--", tool.RequirePath(), .. arguments])
        {
            StandardInput = input,
            Purpose = Purpose,
        };
        var result = await NativeRunner.RunAsync(command, cancellation);
        // Not with the whole command: its input may be a rule set of thousands of lines.
        return result.ExitCode == 0 ? result : throw TwinErrors.ToolFailedInTwin(tool.Name, result.ExitCode, result.StandardError);
    }

    /// <summary>Loads rules, as <c>iptables-save</c> prints them; tables that are not in the text stay as they are.</summary>
    /// <exception cref="FirewallException"><c>ToolNotFound</c>, <c>ToolFailedInTwin</c>.</exception>
    public Task LoadAsync(AddressFamily family, IptablesBackend backend, string rules, CancellationToken cancellation)
        => RunAsync(IptablesTool(family, backend, "-restore"), ["--wait", LockWait], rules, cancellation);

    /// <summary>The program for a family and backend by the name that leads to nothing else.</summary>
    public static NativeTool IptablesTool(AddressFamily family, IptablesBackend backend, string suffix)
        => new($"{(family == AddressFamily.IPv4 ? "iptables" : "ip6tables")}-{(backend == IptablesBackend.Nft ? "nft" : "legacy")}{suffix}", "iptables");

    /// <summary>Checks that this process itself is root.</summary>
    /// <exception cref="FirewallException"><c>PrivilegeRequired</c>.</exception>
    public static async Task RequireRootAsync(CancellationToken cancellation)
    {
        if (await Elevation.DetectAsync(NativeTool.Ip, cancellation) != FirewallElevation.Root)
            throw TwinErrors.PrivilegeRequired();
    }

    /// <summary>
    /// What the kernel does with packets, each alone of its connection. No two of them may have the same addresses, ports
    /// and protocol: the second would belong to the connection of the first.
    /// </summary>
    /// <exception cref="FirewallException"><c>TwinFailed</c>: where packets may have been lost, so that nothing can be said.</exception>
    public Task<TwinVerdict[]> JudgeAsync(IReadOnlyList<TwinPacket> packets, CancellationToken cancellation)
        => _thread.RunAsync(() => _judge.Judge(packets, cancellation), cancellation);

    public void Dispose()
    {
        // On the thread, which is then done with whatever it was at.
        _thread.RunAsync(() => { _judge.Dispose(); return 0; }, CancellationToken.None).GetAwaiter().GetResult();
        _thread.Dispose();
    }

    /// <summary>
    /// Waits until packets come through where there are no rules yet: IPv6 may hear up to a second late that a link is up
    /// (<c>net/core/link_watch.c</c>), and what it drops until then must not pass for dropped by a rule.
    /// </summary>
    private async Task WaitUntilReadyAsync(TwinPlan plan, TimeSpan longestWait, CancellationToken cancellation)
    {
        List<TwinPacket> packets = [.. new[] { AddressFamily.IPv4, AddressFamily.IPv6 }.SelectMany(family => RehearsalPackets.For(
            PacketClass.Any(family, ProtocolNumbers.Udp) with { DestinationPorts = IntervalSet<int>.Of(DiscardPort, DiscardPort + 1), States = ConnectionStates.New },
            new PossiblePackets(plan, family)))];
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(20, cancellation))
        {
            var lost = Array.FindIndex(await JudgeAsync(packets, cancellation), v => v != TwinVerdict.Arrived);
            if (lost < 0)
                return;
            if (clock.Elapsed > longestWait)
                throw TwinErrors.TwinNotReady(packets[lost].InInterface, packets[lost].Source.ToString(), longestWait.TotalSeconds);
        }
    }

    private static int Configure(TwinPlan plan)
    {
        foreach (var (name, value) in plan.Settings)
        {
            // A kernel without IPv6 has no such file.
            var path = Path.Combine("/proc/sys/net", name);
            if (File.Exists(path))
                File.WriteAllText(path, value);
        }
        return 0;
    }
}
