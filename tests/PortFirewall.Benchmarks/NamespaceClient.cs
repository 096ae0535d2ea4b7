using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PortFirewall.Benchmarks;

/// <summary>A client that has nothing to do but to connect: a thread that is in a network namespace already.</summary>
internal sealed class NamespaceClient : IDisposable
{
    private const int CloneNewNet = 0x40000000;

    private readonly BlockingCollection<(IPEndPoint To, TaskCompletionSource<double> Took)> _wanted = [];

    public NamespaceClient(string networkNamespace)
    {
        using var ready = new ManualResetEventSlim();
        new Thread(() => Serve(networkNamespace, ready)) { IsBackground = true }.Start();
        ready.Wait();
    }

    /// <summary>Makes a connection and ends it. Returned is what that took, in milliseconds, without the way to this thread and back.</summary>
    public double Connect(IPEndPoint to)
    {
        var took = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
        _wanted.Add((to, took));
        return took.Task.GetAwaiter().GetResult();
    }

    public void Dispose() => _wanted.CompleteAdding();

    private void Serve(string networkNamespace, ManualResetEventSlim ready)
    {
        using (var file = File.OpenHandle(Path.Combine("/run/netns", networkNamespace)))
        {
            if (SetNamespace(file, CloneNewNet) != 0)
                Environment.FailFast("The network namespace can't be entered.");
        }
        ready.Set();
        foreach (var (to, took) in _wanted.GetConsumingEnumerable())
        {
            var watch = Stopwatch.StartNew();
            using (var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp))
                socket.Connect(to);
            took.SetResult(watch.Elapsed.TotalMilliseconds);
        }
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNamespace(SafeFileHandle file, int kind);
}
