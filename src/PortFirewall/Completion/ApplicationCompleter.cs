using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PortFirewall;

/// <summary>Offers the names of the applications that can be asked, each with its port.</summary>
internal sealed class ApplicationCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => from application in DatagramApplications.All
           where application.Name!.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)
           select new CompletionResult(application.Name, application.Name, CompletionResultType.ParameterValue, ToolTip(application));

    private static string ToolTip(DatagramApplication application)
        => application.DefaultPort is { } port ? $"{application.Name}, UDP port {port}" : $"{application.Name}, at a port that you give";
}
