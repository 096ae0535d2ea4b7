namespace PortFirewall;

/// <summary>Takes the text of one rule apart, as <c>iptables-save</c> prints it or a person types it, without <c>-A CHAIN</c>.</summary>
internal sealed class RuleReader
{
    /// <summary>Options whose value is a person's own words, which may look like an option.</summary>
    private static readonly HashSet<string> FreeText = new(StringComparer.Ordinal) { "--comment", "--log-prefix", "--nflog-prefix", "--ulog-prefix", "--string" };

    /// <summary>iptables' own options: it takes any beginning of one that is not ambiguous, and a value after '='.</summary>
    private static readonly string[] OwnOptions =
    [
        "--protocol", "--source", "--destination", "--in-interface", "--out-interface", "--fragments", "--match", "--jump", "--goto",
    ];

    private readonly string _text;
    private readonly List<RuleToken> _tokens;
    private readonly RuleSyntax _rule = new();
    private List<IptablesOption>? _open;
    private int _at;

    private RuleReader(string text)
    {
        _text = text;
        _tokens = RuleTokenizer.Split(text);
    }

    /// <exception cref="FirewallException"><c>InvalidSpecification</c>, with the column.</exception>
    public static RuleSyntax Read(string text) => new RuleReader(text).ReadAll();

    private RuleSyntax ReadAll()
    {
        while (_at < _tokens.Count)
        {
            var negated = _tokens[_at].IsNegation;
            if (negated)
                _at++;
            if (_at == _tokens.Count || !_tokens[_at].IsOption)
                throw Unexpected(_at < _tokens.Count ? $"'{_tokens[_at].Text}' stands where an option should" : "the rule ends after '!'");
            ReadOption(_tokens[_at++].Text, negated);
        }
        return _rule;
    }

    private void ReadOption(string name, bool negated)
    {
        switch (name)
        {
            // The match "policy" has an option of that name, which says nothing of the packet's own protocol.
            case "--proto" when IsOpen("policy"):
                _open!.Add(ReadUnknown(name, negated));
                break;
            case "-p" or "--protocol" or "--proto":
                _rule.Protocol = ReadOne("-p", negated, _rule.Protocol);
                break;
            case "-s" or "--source" or "--src":
                _rule.Source = ReadOne("-s", negated, _rule.Source);
                break;
            case "-d" or "--destination" or "--dst":
                _rule.Destination = ReadOne("-d", negated, _rule.Destination);
                break;
            case "-i" or "--in-interface":
                _rule.InInterface = ReadOne("-i", negated, _rule.InInterface);
                break;
            case "-o" or "--out-interface":
                _rule.OutInterface = ReadOne("-o", negated, _rule.OutInterface);
                break;
            case "-f" or "--fragment" or "--fragments":
                _rule.Fragment = new IptablesOption { Name = "-f", Negated = negated };
                break;
            case "-m" or "--match":
                _open = [];
                _rule.Matches.Add(new IptablesMatch { Name = ReadValue(name), Options = _open });
                break;
            case "-j" or "--jump" or "-g" or "--goto":
                if (_rule.Target is not null)
                    throw Unexpected("the rule has a target already", back: 1);
                _rule.Target = ReadValue(name);
                _rule.IsGoto = name is "-g" or "--goto";
                _open = _rule.TargetOptions;
                break;
            // Taken for an option of a match, a jump written in such a way would be overlooked.
            case [not '-', ..] or ['-', not '-', ..] or "--":
            case var _ when name.Contains('=') || Array.Exists(OwnOptions, own => own.StartsWith(name, StringComparison.Ordinal)):
                throw Unexpected($"'{name}' is not an option as iptables-save prints it", back: 1);
            default:
                (_open ?? ImplicitMatch()).Add(ReadUnknown(name, negated));
                break;
        }
    }

    /// <summary>An option before any <c>-m</c> belongs to the protocol's own match: <c>-p tcp --dport 22</c>.</summary>
    private List<IptablesOption> ImplicitMatch()
    {
        if (_rule.Protocol?.Value is not { } protocol)
            throw Unexpected("an option stands before any match that it could belong to", back: 1);
        _open = [];
        _rule.Matches.Add(new IptablesMatch { Name = protocol, Options = _open });
        return _open;
    }

    private bool IsOpen(string match) => _rule.Matches.Count > 0 && ReferenceEquals(_rule.Matches[^1].Options, _open) && _rule.Matches[^1].Name == match;

    private IptablesOption ReadOne(string name, bool negated, IptablesOption? before)
    {
        if (before is not null)
            throw Unexpected($"{name} stands there twice", back: 1);
        // Old versions wrote "-s ! 10.0.0.0/8".
        if (_at < _tokens.Count && _tokens[_at].IsNegation)
        {
            negated = !negated;
            _at++;
        }
        return new IptablesOption { Name = name, Value = ReadValue(name), Negated = negated };
    }

    private string ReadValue(string option)
        => _at < _tokens.Count && !_tokens[_at].IsOption && !_tokens[_at].IsNegation
            ? _tokens[_at++].Text
            : throw Unexpected($"{option} has no value", back: 1);

    /// <summary>An option of a match or target takes every word up to the next option: how many belong to it, only its extension knows.</summary>
    private IptablesOption ReadUnknown(string name, bool negated)
    {
        if (FreeText.Contains(name) && _at < _tokens.Count)
            return new IptablesOption { Name = name, Value = _tokens[_at++].Text, Negated = negated };
        List<string>? values = null;
        while (_at < _tokens.Count && !_tokens[_at].IsOption)
        {
            if (_tokens[_at].IsNegation)
            {
                var oldStyle = values is null && _at + 1 < _tokens.Count && !_tokens[_at + 1].IsOption;
                if (!oldStyle)
                    break;
                negated = !negated;
                _at++;
                continue;
            }
            if (_tokens[_at].LooksLikeOption)
                throw Unexpected("an option stands in quotes");
            (values ??= []).Add(_tokens[_at++].Text);
        }
        return new IptablesOption { Name = name, Value = values is null ? null : string.Join(' ', values), Negated = negated };
    }

    private FirewallException Unexpected(string why, int back = 0)
        => InputErrors.InvalidSpecification(_text, _at - back < _tokens.Count ? _tokens[Math.Max(0, _at - back)].Column : _text.Length + 1, why);
}
