using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PortFirewall;

/// <summary>Offers the ids of changes that wait to be confirmed, each with what was changed.</summary>
internal sealed class RollbackCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return from rollback in Task.Run(() => Rollbacks.ListAsync(id: null, CancellationToken.None)).GetAwaiter().GetResult()
                   where (rollback.IsOpen || commandName.StartsWith("Get-", StringComparison.OrdinalIgnoreCase)) && Rollbacks.IsInSight(rollback)
                   where rollback.Id.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)
                   select new CompletionResult(rollback.Id, rollback.Id, CompletionResultType.ParameterValue, $"{rollback.State}: {string.Join("; ", rollback.Change.Prepend(rollback.Command))}");
        }
        catch (FirewallException)
        {
            // Nobody who presses a key to complete a word wants to read an error.
            return [];
        }
    }
}
