using System.Management.Automation;

namespace PortFirewall;

/// <summary>Tells what there is to work with: backends, versions, IPv6, privilege, and what keeps rules over a restart.</summary>
[Cmdlet(VerbsCommon.Get, "FirewallEnvironment")]
[OutputType(typeof(FirewallEnvironment))]
public sealed class GetFirewallEnvironmentCommand : FirewallCommand
{
    /// <summary>The network namespace (<c>ip netns</c>) to look at.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? NetworkNamespace { get; set; }

    private protected override void Process()
        => WriteObject(Await(stop => EnvironmentSurvey.TakeAsync(string.IsNullOrEmpty(NetworkNamespace) ? null : NetworkNamespace, stop)));
}
