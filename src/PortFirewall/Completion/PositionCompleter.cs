namespace PortFirewall;

/// <summary>Offers the numbers of the rules of the chain typed, each with the rule that is there.</summary>
internal sealed class PositionCompleter : RuleTextCompleter
{
    /// <inheritdoc/>
    private protected override CompletionChoice? Read(string chain, int number, string text, string? wanted)
        => chain == wanted ? new CompletionChoice(Number(number), $"ahead of {text}") : null;
}
