using System.Management.Automation;

namespace PortFirewall;

/// <summary>Closes ports by the whole guide: exactly the rule goes, whoever was let in before must not get through any more, and only then the save.</summary>
[Cmdlet(VerbsCommon.Close, "IptablesPort", SupportsShouldProcess = true, DefaultParameterSetName = PortSet)]
[OutputType(typeof(PortOpening))]
public sealed class CloseIptablesPortCommand : PortOpeningCommand
{
    private protected override PortOperation Start(OpeningRequest request) => new PortCloser(request);
}
