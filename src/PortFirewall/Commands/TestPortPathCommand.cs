using System.Management.Automation;

namespace PortFirewall;

/// <summary>Tells what becomes of packets to a port: which rule decides, and for whom.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PortPath", DefaultParameterSetName = PortSet)]
[OutputType(typeof(PortPath), typeof(bool))]
public sealed class TestPortPathCommand : PortPathCommand
{
    /// <summary>Say only whether everyone asked about is accepted.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Ask the kernel: load the rules into a twin of this host in a scratch namespace, and send packets there.</summary>
    [Parameter]
    public SwitchParameter Rehearse { get; set; }

    /// <summary>Rehearse with the rule that Add-IptablesPortRule would add, at the position that it would choose.</summary>
    [Parameter]
    public SwitchParameter Proposed { get; set; }

    private protected override void Begin()
    {
        if (Proposed && !Rehearse)
            throw TwinErrors.RehearsalOnly(nameof(Proposed));
        if (Rehearse && MyInvocation.BoundParameters.ContainsKey(nameof(Ruleset)))
            throw TwinErrors.RehearsalOfLiveRules();
    }

    private protected override void Process() => ForEachPort((ports, families) =>
    {
        var asked = Ask(ports, families);
        var paths = Rehearse ? AskKernel(asked) : Analyze(asked, families);
        if (Quiet)
            WriteObject(paths.TrueForAll(p => p.Verdict == PortVerdict.Accept));
        else
            WriteObject(paths, enumerateCollection: true);
    });

    private List<PortPath> AskKernel(List<PortRule> asked)
    {
        var scope = Firewall;
        return Await(async stop =>
        {
            using var rehearsal = await Rehearsal.PrepareAsync(scope, [.. asked.Select(rule => rule.Family).Distinct()], stop);
            foreach (var rule in Proposed ? asked : [])
                await rehearsal.ProposeAsync(rule, stop);
            var paths = new List<PortPath>();
            foreach (var rule in asked)
                paths.Add(await rehearsal.RehearseAsync(rule, stop));
            return paths;
        });
    }
}
