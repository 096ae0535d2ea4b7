namespace PortFirewall;

/// <summary>Opens the port of a generator's host as Add-IptablesPortRule does, and looks by a connection whether it is open.</summary>
internal static class GeneratorOpening
{
    /// <summary>What becomes of a connection of the client to the host.</summary>
    public static ProbeOutcome Connect(GeneratorHost host, AddressFamily family)
        => Probing.One(host.Client, family == AddressFamily.IPv4 ? "192.0.2.1" : "2001:db8:c::1", GeneratorHost.Port).Outcome;

    /// <summary>What Find-IptablesInsertPosition says.</summary>
    public static async Task<IptablesInsertPosition> FindPositionAsync(GeneratorHost host, PortRule rule)
        => InsertPositionFinder.Find((await HookedRulesets.ReadAsync(host.Scope, [rule.Family], CancellationToken.None)).Rulesets[0], rule);

    /// <summary>Opens the port for both families. The error where that is not to be done; null where it is done.</summary>
    public static Task<FirewallException?> OpenAsync(GeneratorHost host) => OpenAsync(host, Rule(AddressFamily.IPv4), Rule(AddressFamily.IPv6));

    /// <inheritdoc cref="OpenAsync(GeneratorHost)"/>
    public static async Task<FirewallException?> OpenAsync(GeneratorHost host, params PortRule[] rules)
    {
        var insertion = await RuleInsertion.PrepareAsync(new InsertRequest(host.Scope, rules, Position: null, Force: false), CancellationToken.None);
        await insertion.ApplyAsync(CancellationToken.None);
        return insertion.Plans.Select(p => p.Error).FirstOrDefault(e => e is not null);
    }

    public static PortRule Rule(AddressFamily family) => new() { Family = family, Protocol = "tcp", Port = new PortRange(GeneratorHost.Port, GeneratorHost.Port) };
}
