using System.Management.Automation;

namespace PortFirewall;

/// <summary>Makes a server and a client in network namespaces of their own, to try things on. It lives as long as the session.</summary>
[Cmdlet(VerbsCommon.New, "FirewallLab", SupportsShouldProcess = true)]
[OutputType(typeof(FirewallLab))]
public sealed class NewFirewallLabCommand : FirewallCommand
{
    /// <summary>The name of the lab; a new one where none is given.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The port that the server listens on.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PortCompleter))]
    [ValidateNotNullOrEmpty]
    public string Port { get; set; } = "2222";

    /// <summary>The backend to load the server's rules with, where it is not the host's default.</summary>
    [Parameter]
    public IptablesBackend? Backend { get; set; }

    private protected override void Process()
    {
        var port = PortText.Parse(Port, "tcp", ServiceNames.System);
        if (!port.IsSingle)
            throw InputErrors.PortOutOfRange(Port);
        var plan = LabPlan.For(Name ?? FirewallLabs.NextName());
        if (ShouldProcess(plan.Name, $"Make the network namespaces '{plan.Server}' and '{plan.Client}'"))
            WriteObject(Await(stop => FirewallLabs.CreateAsync(plan.Name, port.Low, Backend, stop)));
    }
}
