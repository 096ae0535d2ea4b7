namespace PortFirewall;

/// <summary>
/// The long options that a rule may use at a place of its text: iptables' own, and those of the matches and targets named ahead of it.
/// <c>getopt_long(3)</c> takes any beginning of a name that fits one of them only.
/// </summary>
internal sealed class OptionScope
{
    private readonly List<Extension> _extensions = new(4);

    private readonly record struct Extension(string Name, ExtensionOption[]? Known, List<IptablesOption> Options);

    /// <summary>The options of the match or target named last: what no known extension has, a newer version may have brought to that one.</summary>
    public List<IptablesOption>? Latest => _extensions.Count > 0 ? _extensions[^1].Options : null;

    /// <summary>Whether the last is a match whose options are not known. Of a target, that would be a chain, which has none.</summary>
    private bool IsLatestUnknown { get; set; }

    public void OpenMatch(string name, List<IptablesOption> options)
    {
        var match = ProtocolMatches.NameOf(name);
        var known = ExtensionOptions.OfMatch(match);
        // A second match of the same name takes the place of the first.
        _extensions.RemoveAll(e => e.Name == match);
        _extensions.Add(new Extension(match, known, options));
        IsLatestUnknown = known is null;
    }

    public void OpenTarget(string name, List<IptablesOption> options)
    {
        _extensions.Add(new Extension(name, ExtensionOptions.OfTarget(name), options));
        IsLatestUnknown = false;
    }

    /// <summary>Whether the match of a protocol has been named, or been brought along by the protocol.</summary>
    public bool Has(string match)
    {
        var name = ProtocolMatches.NameOf(match);
        return _extensions.Exists(e => e.Name == name);
    }

    /// <summary>What a name stands for. Null where nothing has it; with several <paramref name="candidates"/>, where it can't be told which.</summary>
    public RuleOption? Find(string name, List<string> candidates)
    {
        if (!IsLatestUnknown)
            return FindExact(name) ?? FindOwn(name) ?? FindBeginning(name, candidates);
        // A match that is not known may have any option, but hardly one that iptables has itself.
        if (FindOwn(name) is { } own)
            return own;
        AddOwn(name, candidates);
        if (candidates.Count == 0)
            return new RuleOption(name, Latest, null);
        candidates.Add($"an option of the match {_extensions[^1].Name}");
        return null;
    }

    /// <summary>The latest extension with an option of that very name.</summary>
    private RuleOption? FindExact(string name)
    {
        for (var i = _extensions.Count - 1; i >= 0; i--)
        {
            foreach (var option in _extensions[i].Known ?? [])
            {
                if (option.Name == name)
                    return new RuleOption(option.Name, _extensions[i].Options, option.TakesValue);
            }
        }
        return null;
    }

    private static RuleOption? FindOwn(string name)
    {
        foreach (var (own, shortName) in OwnOptions.All)
        {
            if (own == name)
                return new RuleOption(shortName, null, null);
        }
        return null;
    }

    private RuleOption? FindBeginning(string name, List<string> candidates)
    {
        var found = AddOwn(name, candidates);
        foreach (var extension in _extensions)
        {
            foreach (var option in extension.Known ?? [])
            {
                if (!option.Name.StartsWith(name, StringComparison.Ordinal))
                    continue;
                found = new RuleOption(option.Name, extension.Options, option.TakesValue);
                candidates.Add(option.Name);
            }
        }
        return candidates.Count == 1 ? found : null;
    }

    /// <summary>Adds iptables' own options that begin so; names for the same thing are one.</summary>
    private static RuleOption? AddOwn(string name, List<string> candidates)
    {
        RuleOption? found = null;
        foreach (var (own, shortName) in OwnOptions.All)
        {
            if (!own.StartsWith(name, StringComparison.Ordinal) || found?.Name == shortName)
                continue;
            found = new RuleOption(shortName, null, null);
            candidates.Add(own);
        }
        return found;
    }
}
