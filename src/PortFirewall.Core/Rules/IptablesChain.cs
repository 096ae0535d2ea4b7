namespace PortFirewall;

/// <summary>A chain of a table, with its rules in order.</summary>
public sealed class IptablesChain
{
    /// <summary>The name of the chain.</summary>
    public required string Name { get; init; }

    /// <summary>The same as <see cref="Name"/>: by this name a chain from the pipeline is taken as the chain that is meant.</summary>
    public string Chain => Name;

    /// <summary>The table: <c>filter</c>, <c>nat</c>, <c>mangle</c>, <c>raw</c> or <c>security</c>.</summary>
    public required string Table { get; init; }

    /// <summary>The family whose packets the chain sees.</summary>
    public required AddressFamily AddressFamily { get; init; }

    /// <summary>What happens at the end of the chain; <see cref="ChainPolicy.None"/> for a user chain.</summary>
    public required ChainPolicy Policy { get; init; }

    /// <summary>How many packets the policy decided; 0 for a user chain.</summary>
    public ulong Packets { get; init; }

    /// <summary>How many bytes those packets had.</summary>
    public ulong Bytes { get; init; }

    /// <summary>The rules, in order.</summary>
    public required IReadOnlyList<IptablesRule> Rules { get; init; }

    /// <summary>Whether the kernel calls the chain itself.</summary>
    public bool IsBuiltIn => Policy != ChainPolicy.None;

    /// <summary>How many rules of the table jump or go to the chain.</summary>
    public int ReferenceCount => Referenced?.Invoke(Name) ?? 0;

    /// <summary>Which iptables keeps the chain; null where it was read from a file.</summary>
    public IptablesBackend? Backend { get; init; }

    /// <summary>The network namespace (<c>ip netns</c>) that the chain is in; null for the host's own.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>Whether <see cref="Policy"/> was read, and not merely is what a chain has until somebody says otherwise.</summary>
    internal bool IsPolicyGiven { get; init; } = true;

    /// <summary>Counts the jumps to a chain of the table, when first asked.</summary>
    internal Func<string, int>? Referenced { get; init; }

    /// <summary>The chain with other rules, renumbered: for working out what a change would do.</summary>
    internal IptablesChain With(IEnumerable<IptablesRule> rules) => new()
    {
        Name = Name,
        Table = Table,
        AddressFamily = AddressFamily,
        Policy = Policy,
        IsPolicyGiven = IsPolicyGiven,
        Packets = Packets,
        Bytes = Bytes,
        Rules = [.. rules],
        Backend = Backend,
        NetworkNamespace = NetworkNamespace,
        Referenced = Referenced,
    };

    /// <summary>The chain as in a text that leaves its policy open.</summary>
    internal IptablesChain WithoutPolicy() => new()
    {
        Name = Name,
        Table = Table,
        AddressFamily = AddressFamily,
        Policy = Policy,
        IsPolicyGiven = false,
        Rules = Rules,
        Backend = Backend,
        NetworkNamespace = NetworkNamespace,
        Referenced = Referenced,
    };

    /// <summary>Table and name.</summary>
    public override string ToString() => VisibleText.Of($"{Table} {Name}");
}
