using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PortFirewall;

/// <summary>The parameters in a variable that is splatted (<c>about_Splatting</c>). The engine does not look into it when it completes.</summary>
internal static class SplattedValue
{
    /// <summary>What the variable holds; null where it is no table of parameters.</summary>
    public static IDictionary? Find(VariableExpressionAst variable)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript("param($name) $ExecutionContext.SessionState.PSVariable.GetValue($name)", useLocalScope: true).AddArgument(variable.VariablePath.UserPath);
        return shell.Invoke() is [{ BaseObject: IDictionary values }] ? values : null;
    }
}
