namespace PortFirewall;

/// <summary>Sets of interface names, as <c>-i</c> and <c>-o</c> match them: a name, or a beginning followed by <c>+</c> (<c>iptables(8)</c>).</summary>
internal static class InterfaceSets
{
    /// <summary><c>IFNAMSIZ</c> less the closing NUL.</summary>
    public const int MaximumLength = 15;

    public static readonly IntervalSet<InterfaceName> All = IntervalSet<InterfaceName>.Of(new InterfaceName(""), null);

    public static readonly IntervalSet<InterfaceName> Loopback = Matching("lo");

    /// <summary>Every interface on which another host's packets can come in.</summary>
    public static readonly IntervalSet<InterfaceName> AllButLoopback = All.Except(Loopback);

    /// <summary>The interfaces that a pattern of a rule matches.</summary>
    public static IntervalSet<InterfaceName> Matching(string pattern)
        => pattern.EndsWith('+')
            ? IntervalSet<InterfaceName>.Of(new InterfaceName(pattern[..^1]), AfterAllThatBeginWith(pattern[..^1]))
            // The next string after "eth0", character by character, is "eth0\0".
            : IntervalSet<InterfaceName>.Of(new InterfaceName(pattern), new InterfaceName(pattern + '\0'));

    /// <summary>Checks a pattern that a person gave.</summary>
    /// <exception cref="FirewallException"><c>InvalidInterfaceName</c>.</exception>
    public static string Check(string pattern)
    {
        var bad = pattern.Length is 0 or > MaximumLength || pattern is "+" or "." or ".." || pattern[0] is '-' or '!'
            || pattern.Any(c => c is '/' or ':' or '"' or '\\' or '\'' or ' ' || c > '~' || c < ' ')
            || pattern.IndexOf('+') is >= 0 and var plus && plus != pattern.Length - 1;
        return bad ? throw InputErrors.InvalidInterfaceName(pattern) : pattern;
    }

    /// <summary>The set in words: <c>eth0, wlan+</c>, <c>! lo</c>, or null for every interface.</summary>
    public static string? Describe(IntervalSet<InterfaceName> set)
    {
        if (set.Equals(All))
            return null;
        var names = Patterns(set);
        var others = Patterns(All.Except(set));
        return others.Count < names.Count ? "! " + string.Join(", ", others) : string.Join(", ", names);
    }

    private static List<string> Patterns(IntervalSet<InterfaceName> set)
    {
        var patterns = new List<string>();
        foreach (var interval in set.Intervals)
        {
            var low = interval.Low.Text ?? "";
            if (interval.High?.Text == low + '\0')
                patterns.Add(low);
            else if (interval.High == AfterAllThatBeginWith(low))
                patterns.Add(low + "+");
            else
                patterns.Add($"{low.TrimEnd('\0')}…{interval.High?.Text?.TrimEnd('\0')}");
        }
        return patterns;
    }

    private static InterfaceName? AfterAllThatBeginWith(string prefix)
        => prefix.Length == 0 ? null : new InterfaceName(prefix[..^1] + (char)(prefix[^1] + 1));
}
