namespace PortFirewall;

/// <summary>
/// Takes the text of one rule apart, as <c>iptables-save</c> prints it or a person types it, without <c>-A CHAIN</c>. Options are
/// read as <c>getopt_long(3)</c> reads them: <c>--dp 22</c>, <c>--dport=22</c>, <c>-jDROP</c>.
/// </summary>
internal sealed class RuleReader
{
    /// <summary>Options whose value is a person's own words, which may look like an option.</summary>
    private static readonly HashSet<string> FreeText = new(StringComparer.Ordinal) { "--comment", "--log-prefix", "--nflog-prefix", "--ulog-prefix", "--string" };

    private readonly string _text;
    private readonly List<RuleToken> _tokens;
    private readonly RuleSyntax _rule = new();
    private readonly OptionScope _scope = new();
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
            // Quotes make no difference where iptables expects an option.
            if (_at == _tokens.Count || !_tokens[_at].LooksLikeOption)
                throw Unexpected(_at < _tokens.Count ? $"'{_tokens[_at].Text}' stands where an option should" : "the rule ends after '!'");
            var word = _tokens[_at++].Text;
            if (word[1] == '-')
                ReadLong(word, negated);
            else
                ReadShort(word, negated);
        }
        return _rule;
    }

    /// <summary><c>-j DROP</c>, <c>-jDROP</c>; <c>-fj DROP</c> is two options in one word.</summary>
    private void ReadShort(string word, bool negated)
    {
        var name = word[..2];
        var attached = word.Length > 2 ? word[2..] : null;
        if (attached is ['=', ..])
            throw Unexpected($"{name} takes its value without '='", back: 1);
        ReadOwn(name, attached, negated);
        if (name == "-f" && attached is not null)
            ReadShort($"-{attached}", negated: false);
    }

    /// <summary><c>--dport 22</c>, <c>--dport=22</c>, <c>--dp 22</c>.</summary>
    private void ReadLong(string word, bool negated)
    {
        var equals = word.IndexOf('=');
        var name = equals < 0 ? word : word[..equals];
        var attached = equals < 0 ? null : word[(equals + 1)..];
        if (name == "--")
            throw Unexpected($"'{word}' is not an option", back: 1);
        var option = Find(name);
        if (option.Owner is { } owner)
            owner.Add(ReadOfExtension(option, attached, negated));
        else if (option.Name == "-f" && attached is not null)
            throw Unexpected($"{name} takes no value", back: 1);
        else
            ReadOwn(option.Name, attached, negated);
    }

    /// <summary>What an option stands for. Where nothing named so far has it, the protocol brings its own match along: <c>-p tcp --dport 22</c>.</summary>
    private RuleOption Find(string name)
    {
        var candidates = new List<string>();
        if (_scope.Find(name, candidates) is { } known)
            return known;
        if (_rule.Protocol?.Value is { } protocol && !_scope.Has(protocol))
        {
            var options = new List<IptablesOption>();
            _rule.Matches.Add(new IptablesMatch { Name = protocol, Options = options });
            _scope.OpenMatch(protocol, options);
            candidates.Clear();
            if (_scope.Find(name, candidates) is { } brought)
                return brought;
        }
        if (candidates.Count > 0)
            throw Unexpected($"'{name}' may stand for {string.Join(" or ", candidates)}", back: 1);
        return new RuleOption(name, _scope.Latest ?? throw Unexpected("an option stands before any match that it could belong to", back: 1), null);
    }

    private void ReadOwn(string name, string? attached, bool negated)
    {
        // Some versions of iptables, 1.8.9 for one, take the whole word for the interface's name.
        if (attached is not null && name is "-i" or "-o")
            throw Unexpected($"versions of iptables read it differently: a blank has to stand between {name} and its value", back: 1);
        switch (name)
        {
            case "-p":
                _rule.Protocol = ReadOne(name, attached, negated, _rule.Protocol);
                break;
            case "-s":
                _rule.Source = ReadOne(name, attached, negated, _rule.Source);
                break;
            case "-d":
                _rule.Destination = ReadOne(name, attached, negated, _rule.Destination);
                break;
            case "-i":
                _rule.InInterface = ReadOne(name, attached, negated, _rule.InInterface);
                break;
            case "-o":
                _rule.OutInterface = ReadOne(name, attached, negated, _rule.OutInterface);
                break;
            case "-f":
                _rule.Fragment = new IptablesOption { Name = "-f", Negated = negated };
                break;
            case "-m":
                var options = new List<IptablesOption>();
                _rule.Matches.Add(new IptablesMatch { Name = ReadValue(name, attached), Options = options });
                _scope.OpenMatch(_rule.Matches[^1].Name, options);
                break;
            case "-j" or "-g":
                if (_rule.Target is not null)
                    throw Unexpected("the rule has a target already", back: 1);
                _rule.Target = ReadValue(name, attached);
                _rule.IsGoto = name == "-g";
                _scope.OpenTarget(_rule.Target, _rule.TargetOptions);
                break;
            default:
                throw Unexpected($"{name} is no option of a rule", back: 1);
        }
    }

    private IptablesOption ReadOne(string name, string? attached, bool negated, IptablesOption? before)
    {
        if (before is not null)
            throw Unexpected($"{name} stands there twice", back: 1);
        // Old versions wrote "-s ! 10.0.0.0/8".
        if (attached is null && _at < _tokens.Count && _tokens[_at].IsNegation)
        {
            negated = !negated;
            _at++;
        }
        return new IptablesOption { Name = name, Value = ReadValue(name, attached), Negated = negated };
    }

    private string ReadValue(string option, string? attached)
    {
        if (attached is null && _at < _tokens.Count && !_tokens[_at].IsOption && !_tokens[_at].IsNegation)
            attached = _tokens[_at++].Text;
        return attached is { Length: > 0 } ? attached : throw Unexpected($"{option} has no value", back: 1);
    }

    /// <summary>An option of a match or target takes every word up to the next option: how many belong to it, only its extension knows.</summary>
    private IptablesOption ReadOfExtension(RuleOption option, string? attached, bool negated)
    {
        if (attached is not null && option.TakesValue == false)
            throw Unexpected($"{option.Name} takes no value", back: 1);
        if (attached is null && FreeText.Contains(option.Name) && _at < _tokens.Count)
            attached = _tokens[_at++].Text;
        if (attached is not null && FreeText.Contains(option.Name))
            return new IptablesOption { Name = option.Name, Value = attached, Negated = negated };
        List<string>? values = attached is null ? null : [attached];
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
            if (_tokens[_at].LooksLikeOption && (option.TakesValue ?? throw Unexpected("an option stands in quotes")) != values is null)
                break;
            (values ??= []).Add(_tokens[_at++].Text);
        }
        if (values is null && option.TakesValue == true)
            throw Unexpected($"{option.Name} has no value", back: 1);
        return new IptablesOption { Name = option.Name, Value = values is null ? null : string.Join(' ', values), Negated = negated };
    }

    private FirewallException Unexpected(string why, int back = 0)
        => InputErrors.InvalidSpecification(_text, _at - back < _tokens.Count ? _tokens[Math.Max(0, _at - back)].Column : _text.Length + 1, why);
}
