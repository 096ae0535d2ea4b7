using System.Management.Automation;

namespace PortFirewall;

/// <summary>The base of cmdlets that look at or change a firewall: whose it is, which backend, and which address families.</summary>
public abstract class ScopedCommand : FirewallCommand
{
    private readonly Dictionary<string, bool> _speaksIPv6 = new(StringComparer.Ordinal);
    private FirewallScope? _firewall;

    /// <summary>The address families to cover.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public AddressFamily[] AddressFamily { get; set; } = [];

    /// <summary>The network namespace (<c>ip netns</c>) to work in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? NetworkNamespace { get; set; }

    /// <summary>The iptables to use, where it is not the host's default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public IptablesBackend? Backend { get; set; }

    /// <summary>The firewall that is meant. Objects that were read from the host's own namespace carry none, which arrives as an empty text.</summary>
    private protected FirewallScope Firewall
    {
        get
        {
            var networkNamespace = string.IsNullOrEmpty(NetworkNamespace) ? null : NetworkNamespace;
            // Mostly the same for every input.
            return _firewall is { } same && same.NetworkNamespace == networkNamespace && same.Backend == Backend ? same : _firewall = new(networkNamespace, Backend);
        }
    }

    /// <summary>Rule sets to judge in place of the live ones; with them, no native tool is asked and no privilege is needed.</summary>
    private protected virtual IReadOnlyList<IptablesRuleset> Offline => [];

    /// <summary>The families to read: those asked for, or all that the kernel or the given rule sets have, narrowed by the addresses given.</summary>
    private protected IReadOnlyList<AddressFamily> FamiliesToRead(params ReadOnlySpan<string?> addresses)
        => FamilyChoice.Of(
            AddressFamily,
            Offline.Count > 0 ? [.. Offline.Select(r => r.AddressFamily).Distinct().Order()]
                : IPv6Support.IsPresent ? [PortFirewall.AddressFamily.IPv4, PortFirewall.AddressFamily.IPv6] : [PortFirewall.AddressFamily.IPv4],
            addresses);

    /// <summary>The families to change: those asked for, or all that the namespace speaks, narrowed by the addresses given.</summary>
    private protected IReadOnlyList<AddressFamily> FamiliesToChange(params ReadOnlySpan<string?> addresses)
    {
        // What the addresses narrow needs no look at the namespace; and bad input is reported before anything runs.
        var narrowed = FamilyChoice.Of(AddressFamily, [PortFirewall.AddressFamily.IPv4, PortFirewall.AddressFamily.IPv6], addresses);
        if (AddressFamily.Length > 0 || narrowed.Count == 1)
            return narrowed;
        var networkNamespace = Firewall.NetworkNamespace ?? "";
        // Asked once for a whole pipeline: a thousand ports are a thousand inputs.
        if (!_speaksIPv6.TryGetValue(networkNamespace, out var both))
            _speaksIPv6[networkNamespace] = both = Await(stop => IPv6Support.IsEnabledAsync(Firewall.NetworkNamespace, stop));
        return both ? narrowed : [PortFirewall.AddressFamily.IPv4];
    }

    /// <summary>Reads the live rule sets of families, side by side, and with them whatever else sees the same packets; or takes those that were given.</summary>
    private protected IReadOnlyList<IptablesRuleset> ReadHookedRulesets(IReadOnlyList<AddressFamily> families)
    {
        if (Offline.Count > 0)
            return ReadRulesets(families);
        var scope = Firewall;
        var read = Await(stop => HookedRulesets.ReadAsync(scope, families, stop));
        if (read.Problem is not null)
            WriteWarning(read.Problem);
        return read.Rulesets;
    }

    /// <summary>Reads the live rule sets of families, side by side, or takes those that were given.</summary>
    /// <exception cref="FirewallException"><c>FamilyNotInRuleset</c>, and as <see cref="RulesetSource"/>.</exception>
    private protected IReadOnlyList<IptablesRuleset> ReadRulesets(IReadOnlyList<AddressFamily> families, string? table = null)
    {
        if (Offline.Count > 0)
        {
            var given = Offline.Where(r => families.Contains(r.AddressFamily)).ToList();
            return given.Count > 0 ? given : throw RulesetErrors.FamilyNotInRuleset(families[0]);
        }
        var scope = Firewall;
        return Await(stop => RulesetSource.ReadAsync(scope, families, stop, table));
    }

    /// <summary>The same, with what the live rules refer to and don't say: the host's addresses and sets.</summary>
    /// <param name="families">The families.</param>
    /// <param name="onlyWhereAsked">Whether nothing is read that no rule asks for.</param>
    private protected IReadOnlyList<IptablesRuleset> ReadRulesetsOfHost(IReadOnlyList<AddressFamily> families, bool onlyWhereAsked = false)
    {
        var rulesets = ReadHookedRulesets(families);
        // Rules that were given are not this host's.
        if (Offline.Count > 0)
            return rulesets;
        return Await(stop => onlyWhereAsked ? HostFactsReader.CompleteWhereAskedAsync(rulesets, stop) : CompleteAsync(rulesets, stop));
    }

    private static async Task<IReadOnlyList<IptablesRuleset>> CompleteAsync(IReadOnlyList<IptablesRuleset> rulesets, CancellationToken stop)
        => await Task.WhenAll(rulesets.Select(r => HostFactsReader.CompleteAsync(r, stop)));
}
