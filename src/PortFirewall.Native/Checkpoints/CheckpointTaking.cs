namespace PortFirewall;

/// <summary>Takes a checkpoint: reads all rules of a firewall, and writes them into files that restore them.</summary>
internal sealed class CheckpointTaking
{
    private readonly FirewallScope _scope;
    private readonly IReadOnlyList<AddressFamily> _families;
    private readonly DateTimeOffset _created = DateTimeOffset.Now;
    private readonly bool _isOwnFolder;

    /// <param name="scope">The firewall.</param>
    /// <param name="families">The families.</param>
    /// <param name="path">A file or folder; null for the folder of checkpoints.</param>
    /// <exception cref="FirewallException"><c>SaveFailed</c>: the names can't be those of files.</exception>
    public CheckpointTaking(FirewallScope scope, IReadOnlyList<AddressFamily> families, string? path)
    {
        _scope = scope;
        _families = families;
        _isOwnFolder = path is null;
        if (scope.NetworkNamespace is { } name)
            NetworkNamespaces.Require(name);
        // By itself a name always has its ending, so that the family can be seen.
        path ??= Path.Combine(CheckpointFolder.Path, CheckpointFolder.NameOf(_created, scope.NetworkNamespace));
        Files = [.. families.Select(f => SavedFileName.Of(path, _isOwnFolder ? 2 : families.Count, f))];
        if (_isOwnFolder)
            return;
        foreach (var file in Files)
            SavedFileName.Check(file);
    }

    /// <summary>The files that will be written.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>What the checkpoint can not bring back, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <exception cref="FirewallException"><c>RuleNotRestorable</c>, <c>SaveFailed</c>, <c>FolderNotPrivate</c>, and as <see cref="RulesetSource"/>; no file was changed.</exception>
    public async Task<IptablesCheckpoint> TakeAsync(CancellationToken cancellation)
    {
        var read = await ReadAsync(cancellation);
        IptablesRuleset[] rulesets = [.. read.Select(r => r.WithoutTemporaryRules())];
        foreach (var ruleset in rulesets)
            RestorePlan.RequireLines(ruleset);
        var sets = await ReadSetsAsync(rulesets, cancellation);
        Warnings = [.. rulesets.SelectMany(WarningsOf)];
        if (_isOwnFolder)
            CheckpointFolder.Prepare();
        var files = new List<(string Path, byte[] Bytes)>();
        foreach (var (ruleset, file) in rulesets.Zip(Files))
        {
            await SavedFiles.RequireRegularAsync(SavedFiles.Resolve(file), cancellation);
            files.Add((file, RulesetBytes.Encode(await HeaderOfAsync(ruleset, sets, file, cancellation) + ruleset.Text)));
        }
        PrivateFile.WriteAll(files);
        return new IptablesCheckpoint
        {
            Created = _created,
            Path = [.. Files],
            Rulesets = rulesets,
            Sets = [.. sets],
            NetworkNamespace = _scope.NetworkNamespace,
            HostName = Environment.MachineName,
        };
    }

    /// <summary>In the turn, so that no change of both families is caught half-way.</summary>
    private async Task<IReadOnlyList<IptablesRuleset>> ReadAsync(CancellationToken cancellation)
    {
        using var turn = await ChangeLock.AcquireAsync(cancellation);
        return (await HookedRulesets.ReadAsync(_scope, _families, cancellation)).Rulesets;
    }

    private async Task<IReadOnlyList<IpsetHeader>> ReadSetsAsync(IReadOnlyList<IptablesRuleset> rulesets, CancellationToken cancellation)
    {
        var names = SetReference.NamesIn(rulesets);
        if (names.Count == 0 || await IpsetSource.ReadHeadersAsync(_scope.NetworkNamespace, cancellation) is not { } sets)
            return [];
        return [.. names.Where(sets.ContainsKey).Select(name => sets[name])];
    }

    private async Task<string> HeaderOfAsync(IptablesRuleset ruleset, IReadOnlyList<IpsetHeader> sets, string file, CancellationToken cancellation)
    {
        var restore = await IptablesTools.ForAsync(ruleset.AddressFamily, _scope.Backend, "-restore", cancellation);
        var command = new NativeCommand(restore, ["--counters"]) { NetworkNamespace = _scope.NetworkNamespace };
        var own = SetReference.NamesIn(ruleset);
        var header = new CheckpointHeader(_created, Environment.MachineName, _scope.NetworkNamespace, ruleset.Backend, [.. sets.Where(s => own.Contains(s.Name, StringComparer.Ordinal))]);
        return header.Write(ruleset.AddressFamily, $"{command.Call} < {ShellText.Quote(Path.GetFullPath(file))}");
    }

    private static IEnumerable<string> WarningsOf(IptablesRuleset ruleset)
        => ruleset.Rules.Where(r => r.Native is not null).Select(rule =>
            $"{rule.Place} ({rule.AddressFamily}) was made by nft, and iptables-save prints less than it says: '{rule.Specification}' is what the checkpoint brings back.");
}
