namespace PortFirewall;

/// <summary>Offers the rules of the chain typed, as <c>iptables-save</c> prints them.</summary>
internal sealed class SpecificationCompleter : RuleTextCompleter
{
    /// <inheritdoc/>
    private protected override CompletionChoice? Read(string chain, int number, string text, string? wanted)
        => chain == wanted ? new CompletionChoice(text, $"rule {number} of {chain}") : null;
}
