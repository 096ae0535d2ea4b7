using System.Management.Automation;

namespace PortFirewall;

/// <summary>Keeps the rules in force over a restart: only on proof, and only what could be read back.</summary>
[Cmdlet(VerbsData.Save, "IptablesRuleset", SupportsShouldProcess = true)]
[OutputType(typeof(IptablesSaveResult))]
public sealed class SaveIptablesRulesetCommand : ScopedCommand
{
    private readonly List<PortProof> _proofs = [];

    private AddressFamily[] _families = [];

    /// <summary>The proofs, as Confirm-IptablesRuleHit emits them, or what Open-IptablesPort emits with its own.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject?[]? Proof { get; set; }

    /// <summary>A file or folder to save into, in place of what the system restores at boot.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>What loads the rules at boot: <c>netfilter-persistent</c>, <c>iptables-services</c>, <c>openrc</c> or <c>systemd</c>; the one that the host has where it is not given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Provider { get; set; }

    /// <summary>Leave out the rules that other programs keep and make anew, such as the bans of fail2ban and Docker's chains.</summary>
    [Parameter]
    public SwitchParameter ExcludeManaged { get; set; }

    /// <summary>Save without proof.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    // What is bound before the first input came from the command line; later it would be the family of the last proof.
    private protected override void Begin() => _families = AddressFamily;

    private protected override void Process()
    {
        foreach (var proof in Proof?.OfType<PSObject>() ?? [])
            _proofs.AddRange(Deserialized.Proofs(proof));
    }

    private protected override void End()
    {
        if (_proofs.Find(p => !p.Confirmed) is { } open && !Force)
            throw ProofErrors.NotProved(open);
        if (_proofs.Count == 0 && !Force)
            throw ProofErrors.ProofRequired();
        var provider = ChooseProvider();
        foreach (var request in Requests())
            Guard(() => Save(request, provider));
    }

    private void Save(SaveRequest request, IPersistenceProvider provider)
    {
        var plan = Await(stop => provider.PlanAsync(request, stop));
        if (!ShouldProcess(plan.Files, Await(stop => plan.DescribeAsync(request.Scope, stop))))
            return;
        var results = Await(stop => RulesetSaver.SaveAsync(request, provider, stop));
        WriteObject(results, enumerateCollection: true);
        foreach (var note in results.SelectMany(r => r.Notes.Concat(Force ? [] : SavedUnproved.Warnings(r, request.Proved))).Distinct(StringComparer.Ordinal))
            WriteWarning(note);
    }

    /// <summary>One request for each firewall that the proofs are about; without proof, the one that the parameters name.</summary>
    private List<SaveRequest> Requests()
    {
        if (_proofs.Count == 0)
            return [new SaveRequest(Firewall, FamiliesToChange(), []) { ExcludesManaged = ExcludeManaged }];
        return [.. _proofs.GroupBy(p => new FirewallScope(p.NetworkNamespace, p.Backend)).Select(g => new SaveRequest(
            g.Key,
            _families.Length > 0 ? _families : [.. g.Select(p => p.AddressFamily).Distinct().Order()],
            [.. g.Where(p => p.Confirmed).Select(p => p.Rule)]) { ExcludesManaged = ExcludeManaged })];
    }

    private IPersistenceProvider ChooseProvider()
        => Path is not null ? new FileProvider(FilePaths.Resolve(SessionState.Path, Path)) : PersistenceProviders.Require(Provider);
}
