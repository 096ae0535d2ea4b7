namespace PortFirewall;

/// <summary>
/// What the normal form of a match or target is: a row for each option that can be written in several ways, and what the kernel
/// keeps where a rule does not say it. Options without a row are kept to the letter.
/// </summary>
internal sealed class ExtensionForm
{
    /// <summary>By each name under which the option may be typed.</summary>
    public Dictionary<string, OptionForm> Options { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Options that are there in any case, with their value for each family, unless one of <c>Unless</c> is given.</summary>
    public (string Name, string? IPv4, string? IPv6, string[] Unless)[] Defaults { get; init; } = [];

    /// <summary>What turns options into others, before anything else.</summary>
    public Func<IptablesOption, IptablesOption>? Rewrite { get; init; }

    public IEnumerable<IptablesOption> Apply(IReadOnlyList<IptablesOption> options, AddressFamily family)
    {
        var result = options.Select(o => Apply(Rewrite?.Invoke(o) ?? o, family)).OfType<IptablesOption>().ToList();
        foreach (var (name, ipv4, ipv6, unless) in Defaults)
        {
            if (!result.Exists(o => o.Name == name || unless.Contains(o.Name)))
                result.Add(new IptablesOption { Name = name, Value = family == AddressFamily.IPv4 ? ipv4 : ipv6 });
        }
        return result;
    }

    private IptablesOption? Apply(IptablesOption option, AddressFamily family)
    {
        if (!Options.TryGetValue(option.Name, out var form))
            return option;
        var value = option.Value is null || form.Value is null ? option.Value : form.Value(option.Value, family) ?? option.Value;
        return !option.Negated && value is not null && form.Unsaid.Contains(value) ? null
            : new IptablesOption { Name = form.Name, Value = value, Negated = option.Negated };
    }
}
