using System.Runtime.CompilerServices;

namespace PortFirewall;

/// <summary>
/// Tests wait on pool threads, where PowerShell has a pipeline thread of its own to wait on. With the pool's usual number of
/// threads, a few waiting tests would hold up the timers that other tests measure.
/// </summary>
internal static class TestThreads
{
    private const int Enough = 64;

#pragma warning disable CA2255 // A test assembly has no other place to run this once.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Provide() => ThreadPool.SetMinThreads(Enough, Enough);
}
