using System.Diagnostics;

namespace PortFirewall;

/// <summary>
/// A reading of the live rule sets that begins with the first input, beside the work of taking in the others. It counts only where
/// nobody else had a turn since and it is hardly older than a reading at the beginning of the turn would be: programs that know
/// nothing of turns are noticed by reading back.
/// </summary>
internal sealed class EarlyReading
{
    /// <summary>How long it counts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMilliseconds(100);

    private readonly DateTime _begun = DateTime.UtcNow;
    private readonly long _timestamp = Stopwatch.GetTimestamp();
    private readonly FirewallScope _scope;
    private readonly IReadOnlyList<AddressFamily> _families;
    private readonly Task<HookedRulesets> _reading;

    private EarlyReading(FirewallScope scope, IReadOnlyList<AddressFamily> families, CancellationToken cancellation)
    {
        _scope = scope;
        _families = families;
        _reading = Task.Run(() => HookedRulesets.ReadAsync(scope, families, cancellation), cancellation);
    }

    /// <summary>The work, for what is to begin after it.</summary>
    public Task Work => _reading;

    public static EarlyReading Begin(FirewallScope scope, IReadOnlyList<AddressFamily> families, CancellationToken cancellation)
        => new(scope, families, cancellation);

    /// <summary>What was read; null where it is not of that firewall, is not good any more, or failed, and has to be read again.</summary>
    public async Task<HookedRulesets?> TakeAsync(FirewallScope scope, IReadOnlyList<AddressFamily> families, ChangeTurn turn)
    {
        if (scope != _scope || !families.SequenceEqual(_families) || turn.LastEnded >= _begun || Stopwatch.GetElapsedTime(_timestamp) > Lifetime)
            return null;
        try
        {
            return await _reading;
        }
        catch (FirewallException)
        {
            // The same happens again where somebody waits for it.
            return null;
        }
    }
}
