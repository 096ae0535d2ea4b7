using System.Text;

namespace PortFirewall;

/// <summary>Holds what the module says of rules against what <c>iptables --check</c> says.</summary>
internal sealed class RuleTestComparison
{
    private readonly StringBuilder _disagreements = new();
    private int _asked;
    private int _yes;
    private int _refused;
    private int _untyped;
    private int _wrongYes;

    /// <summary>How many rules were there, and found.</summary>
    public int Found { get; private set; }

    /// <summary>Every disagreement; empty where there is none.</summary>
    public string Disagreements => _disagreements.ToString();

    /// <summary>Asks for a rule that is there.</summary>
    public async Task ExpectAsync(ScratchNamespace scratch, IptablesRule rule, string origin)
    {
        var (said, numbers) = await TestAsync(scratch, rule);
        if (said == Answer.Yes && (numbers.Contains(rule.Number) || IsCut(scratch, rule)))
            Found++;
        else
            Note(scratch, rule, $"{origin}: the module {said} at {string.Join(',', numbers)}, by hand {await TypeAsync(scratch, rule)}");
    }

    /// <summary>Asks the same of both.</summary>
    public async Task AskAsync(ScratchNamespace scratch, IptablesRule rule, string question)
    {
        if (!RuleQuestions.CanBeTyped(question))
        {
            _untyped++;
            return;
        }
        var asked = Like(rule, question);
        var (said, numbers) = await TestAsync(scratch, asked);
        var typed = await TypeAsync(scratch, asked);
        _asked++;
        _yes += typed == Answer.Yes ? 1 : 0;
        _refused += typed == Answer.Refused ? 1 : 0;
        if (said == typed && numbers.Length == 0 && said == Answer.Yes && SaysYesToOthers(scratch))
            _wrongYes++;
        else if (said != typed || numbers.Length > 0 != (said == Answer.Yes))
            Note(scratch, asked, $"varied from {rule}: the module {said} at {string.Join(',', numbers)}, by hand {typed}");
    }

    /// <inheritdoc/>
    public override string ToString()
        => $"{Found} rules found, {_asked} variations asked of both, of which {_yes} are there and {_refused} refused by both, {_wrongYes} where ip6tables-legacy takes another rule for it, {_untyped} not typed";

    /// <summary>
    /// <c>ip6tables-legacy --check</c> of 1.8.9 says yes where only the values of a match differ, such as the port. The module passes its
    /// answer on, and lists no position.
    /// </summary>
    private static bool SaysYesToOthers(ScratchNamespace scratch) => scratch is { Family: AddressFamily.IPv6, Scope.Backend: IptablesBackend.Legacy };

    /// <summary>The legacy kernel cuts this text after 63 bytes, and a text by itself knows no backend (docs/correctness.md).</summary>
    private static bool IsCut(ScratchNamespace scratch, IptablesRule rule)
        => scratch.Scope.Backend == IptablesBackend.Legacy && rule.Specification.Contains("--nflog-prefix", StringComparison.Ordinal);

    private static async Task<(Answer Said, int[] Numbers)> TestAsync(ScratchNamespace scratch, IptablesRule rule)
    {
        try
        {
            var test = await RuleTester.TestAsync(scratch.Scope, scratch.Family, rule, CancellationToken.None);
            return (test.Exists ? Answer.Yes : Answer.No, test.RuleNumber);
        }
        catch (FirewallException error) when (error.ErrorId is "NativeCommandFailed" or "UnreadableRule")
        {
            return (Answer.Refused, []);
        }
    }

    private static async Task<Answer> TypeAsync(ScratchNamespace scratch, IptablesRule rule)
        => (await scratch.TypeAsync($"{scratch.Tool().Name} --wait 20 -t {rule.Table} -C {rule.Chain} {rule.Specification}")).ExitCode switch
        {
            0 => Answer.Yes,
            1 => Answer.No,
            _ => Answer.Refused,
        };

    private void Note(ScratchNamespace scratch, IptablesRule rule, string what) => _disagreements.Append($"\n{scratch.Scope.Backend} {rule.Table} {rule}: {what}");

    private static IptablesRule Like(IptablesRule rule, string specification) => new()
    {
        Number = rule.Number,
        Chain = rule.Chain,
        Table = rule.Table,
        AddressFamily = rule.AddressFamily,
        Specification = specification,
    };

    private enum Answer
    {
        No,
        Yes,
        Refused,
    }
}
