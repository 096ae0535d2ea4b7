using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace PortFirewall;

/// <summary>The engine's list, under the name by which <c>pwsh</c> has it from a module of its own.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    public FormatListCommand() => EngineShape.Give(this, "List");
}
