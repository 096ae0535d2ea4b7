using System.Globalization;
using System.Management.Automation;
using System.Net;

namespace PortFirewall;

/// <summary>What comes down the pipeline by itself to be probed: the host where the port was said, the port where the host was, and otherwise what it looks like.</summary>
/// <param name="hostIsGiven">Whether the command line names the hosts.</param>
/// <param name="portIsGiven">Whether the command line names the ports.</param>
internal sealed class ProbeInput(bool hostIsGiven, bool portIsGiven)
{
    /// <param name="input">What came; an object with properties is taken by those, and nothing is done here.</param>
    /// <param name="setHost">Takes a host.</param>
    /// <param name="setPort">Takes a port.</param>
    public void Read(PSObject? input, Action<string> setHost, Action<string> setPort)
    {
        if (input?.BaseObject is IPAddress address)
        {
            setHost(address.ToString());
            return;
        }
        if (input?.BaseObject is not IConvertible value || Convert.ToString(value, CultureInfo.InvariantCulture) is not { } text)
            return;
        if (portIsGiven || (!hostIsGiven && !LooksLikePort(text)))
            setHost(text);
        else
            setPort(text);
    }

    /// <summary>The hosts, without addresses of a family that a piped listener does not serve: those are for another one in the pipeline.</summary>
    public static string[] ServedBy(IReadOnlyList<AddressFamily> families, string[] names, Action<string> tell)
    {
        var served = names.ToLookup(name => ComputerName.LiteralFamily(name) is not { } family || families.Contains(family));
        foreach (var other in served[false])
            tell($"{other} is not probed for a listener of {string.Join(" and ", families)}.");
        return [.. served[true]];
    }

    /// <summary>
    /// The place, other than this host, that a probe of "this host" would mean: it connects from there, or the listener that was piped is there.
    /// </summary>
    public static string? FindOtherPlace(PSObject? input, IEnumerable<string> vantages)
        => vantages.FirstOrDefault(v => v != HostVantage.Name)
            ?? (input?.Properties["NetworkNamespace"]?.Value is string { Length: > 0 } name && input.Properties["LocalAddress"] is not null ? $"the network namespace '{name}'" : null);

    /// <exception cref="FirewallException"><c>InvalidComputerName</c>, <c>AddressFamilyMismatch</c>.</exception>
    public static string CheckName(string text, IReadOnlyList<AddressFamily> families)
    {
        var name = ComputerName.Check(text);
        return ComputerName.LiteralFamily(name) is { } family && families.Count > 0 && !families.Contains(family)
            ? throw InputErrors.AddressFamilyMismatch(name, string.Join(", ", families))
            : name;
    }

    /// <summary>A number, or two as a range: <c>::1</c> is an address all the same, and <c>22</c> is none to people.</summary>
    private static bool LooksLikePort(string text)
        => text.Length > 0 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1])
            && text.AsSpan().IndexOfAnyExceptInRange('0', '9') is var at && (at < 0 || (text[at] is '-' or ':' && text.AsSpan(at + 1).IndexOfAnyExceptInRange('0', '9') < 0));
}
