namespace PortFirewall;

/// <summary>Offers the comments that rules of the table have.</summary>
internal class CommentCompleter : RuleTextCompleter
{
    private const string Option = "--comment ";

    /// <inheritdoc/>
    private protected override string? ChainOf(TypedCommand command) => command.Text("Chain");

    /// <inheritdoc/>
    private protected override CompletionChoice? Read(string chain, int number, string text, string? wanted)
    {
        if ((wanted is not null && wanted != chain) || !text.Contains(Option, StringComparison.Ordinal))
            return null;
        var words = RuleTokenizer.Split(text);
        var at = words.FindIndex(w => w.Text == Option.Trim() && !w.Quoted);
        return at >= 0 && at + 1 < words.Count ? new CompletionChoice(words[at + 1].Text, $"comment of rule {number} of {chain}") : null;
    }
}
