using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace PortFirewall;

/// <summary>What all sessions of a process share is made once and never exchanged, so that runspaces can't get in each other's way.</summary>
public sealed class StaticStateTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    /// <summary>What is exchanged, and how that is safe.</summary>
    private static readonly string[] Known =
    [
        // Counters, which rise by Interlocked alone.
        "FirewallLabs._made",
        // Set once, under a lock.
        "ProcessEnd._signals",
        "TemporaryRules._made",
        "TraceTable._latest",
    ];

    [Fact]
    public void A_static_field_is_read_only_or_known()
    {
        shared.Engine.Run("Get-FirewallEnvironment").Quietly();
        var fields = AssemblyLoadContext.All.SelectMany(c => c.Assemblies).Where(a => a.GetName().Name is "PortFirewall" or "PortFirewall.Core" or "PortFirewall.Native")
            .SelectMany(a => a.GetTypes()).Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute)) && !t.Name.Contains('<', StringComparison.Ordinal))
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(f => f is { IsInitOnly: false, IsLiteral: false } && !f.Name.Contains('<', StringComparison.Ordinal))
            .Select(f => $"{f.DeclaringType!.Name}.{f.Name}");
        Assert.Equal(Known, fields.Order(StringComparer.Ordinal));
    }
}
