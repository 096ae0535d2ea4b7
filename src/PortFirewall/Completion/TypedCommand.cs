using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PortFirewall;

/// <summary>What else is on the command line that is being typed. What can't be told before it runs is unknown, and never taken for absent.</summary>
internal sealed class TypedCommand
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _named;
    private readonly bool _mayHaveMore;

    public TypedCommand(string? name, CommandAst? command, IDictionary? bound)
    {
        Name = name ?? "";
        var elements = command?.CommandElements.ToList() ?? [];
        _named = [.. elements.OfType<CommandParameterAst>().Select(p => p.ParameterName)];
        foreach (var splatted in elements.OfType<VariableExpressionAst>().Where(v => v.Splatted))
            _mayHaveMore |= !Add(SplattedValue.Find(splatted));
        _ = Add(bound);
    }

    /// <summary>The name of the command.</summary>
    public string Name { get; }

    /// <summary>Whether nothing is known of a parameter that was given, or may have been.</summary>
    public bool IsUnknown(string parameter)
        => !_values.ContainsKey(parameter) && (_mayHaveMore || _named.Exists(n => n.Length > 0 && parameter.StartsWith(n, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether a parameter was given.</summary>
    public bool Has(string parameter) => _values.ContainsKey(parameter) || IsUnknown(parameter);

    /// <summary>What was given for a parameter; null where nothing was, or nothing is known of it.</summary>
    public object? Value(string parameter) => _values.GetValueOrDefault(parameter) is PSObject wrapped ? wrapped.BaseObject : _values.GetValueOrDefault(parameter);

    /// <summary>The texts that were given for a parameter.</summary>
    public IReadOnlyList<string> Texts(string parameter) => Value(parameter) switch
    {
        null => [],
        string text => [text],
        IEnumerable several => [.. several.Cast<object?>().Select(v => v?.ToString()).Where(v => !string.IsNullOrEmpty(v)).OfType<string>()],
        { } one => one.ToString() is { Length: > 0 } text ? [text] : [],
    };

    /// <summary>The text that was given for a parameter; null for none.</summary>
    public string? Text(string parameter) => Texts(parameter) is [{ Length: > 0 } text, ..] ? text : null;

    /// <summary>The network namespace that is meant; null for the host's own. Only where <see cref="IsPlaceKnown"/>.</summary>
    public string? NetworkNamespace => Text("NetworkNamespace");

    /// <summary>Whether it is known which host or namespace is meant, so that what is there can be offered.</summary>
    public bool IsPlaceKnown => !IsUnknown("NetworkNamespace");

    /// <summary>The firewall that is meant; null where that is not known.</summary>
    public FirewallScope? Firewall
        => !IsPlaceKnown || IsUnknown("Backend") ? null
            : new(NetworkNamespace, Enum.TryParse<IptablesBackend>(Text("Backend"), ignoreCase: true, out var backend) ? backend : null);

    /// <summary>The table that is meant.</summary>
    public string Table => Text("Table") ?? "filter";

    /// <summary>The families that are meant.</summary>
    public IReadOnlyList<AddressFamily> Families
    {
        get
        {
            var named = Texts("AddressFamily").Select(t => Enum.TryParse<AddressFamily>(t, ignoreCase: true, out var family) ? family : (AddressFamily?)null).OfType<AddressFamily>().Distinct().ToList();
            return named.Count > 0 ? named : IPv6Support.IsPresent ? [AddressFamily.IPv4, AddressFamily.IPv6] : [AddressFamily.IPv4];
        }
    }

    private bool Add(IDictionary? values)
    {
        foreach (DictionaryEntry entry in values ?? new Hashtable())
        {
            if (entry.Key?.ToString() is { } name)
                _values[name] = entry.Value;
        }
        return values is not null;
    }
}
