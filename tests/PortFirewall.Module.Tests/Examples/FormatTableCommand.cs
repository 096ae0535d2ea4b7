using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace PortFirewall;

/// <summary>The engine's table, under the name by which <c>pwsh</c> has it from a module of its own.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    public FormatTableCommand() => EngineShape.Give(this, "Table");
}
