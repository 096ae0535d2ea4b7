using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PortFirewall;

/// <summary>Offers what can load rules at boot, those that this host has first.</summary>
internal sealed class ProviderCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => from provider in PersistenceProviders.All.OrderByDescending(p => p.IsInstalled)
           where provider.Name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)
           select new CompletionResult(provider.Name, provider.Name, CompletionResultType.ParameterValue, $"{provider.Name}, {(provider.IsInstalled ? "installed" : "not installed here")}");
}
