namespace PortFirewall;

/// <summary>Looks for programs that keep rules of their own: in the kernel, among the processes of a network namespace, and on disk. The name of a service says nothing.</summary>
internal static class ManagerSurvey
{
    /// <summary>All of which anything is there; null where the rules can't be read.</summary>
    public static async Task<IReadOnlyList<FirewallManager>?> TakeAsync(string? networkNamespace, CancellationToken cancellation)
    {
        try
        {
            var rulesets = await ReadRulesetsAsync(networkNamespace, cancellation);
            var (nft, _) = await NftSource.ReadChainsAsync(networkNamespace, cancellation);
            List<string> tables = [.. nft.Tables.Select(t => $"{t.Family} {t.Name}")];
            var findings = await LookAsync(networkNamespace, ManagerProfiles.All, cancellation);
            // An array, as PowerShell can't index what the compiler would make of a collection expression.
            return findings.Select(f => f.Conclude(rulesets, tables)).OfType<FirewallManager>().ToArray();
        }
        catch (FirewallException)
        {
            return null;
        }
    }

    /// <summary>What is found of some of them without a look into the kernel.</summary>
    public static async Task<IReadOnlyList<ManagerFindings>> LookAsync(string? networkNamespace, IReadOnlyList<ManagerProfile> profiles, CancellationToken cancellation)
    {
        var processes = await ManagerProcesses.FindAsync(networkNamespace, [.. profiles.SelectMany(p => p.Processes).Distinct(StringComparer.Ordinal)], cancellation);
        return [.. profiles.Select(profile => new ManagerFindings(
            profile,
            [.. profile.Processes.SelectMany(name => processes[name])],
            [.. profile.Files.Where(f => PathIn(networkNamespace, f) is { } path && Path.Exists(path))],
            FindSwitch(networkNamespace, profile)))];
    }

    private static async Task<IReadOnlyList<IptablesRuleset>> ReadRulesetsAsync(string? networkNamespace, CancellationToken cancellation)
    {
        var families = IPv6Support.IsPresent ? Enum.GetValues<AddressFamily>() : [AddressFamily.IPv4];
        var rulesets = new List<IptablesRuleset>(await RulesetSource.ReadAsync(new FirewallScope(networkNamespace, null), families, cancellation));
        foreach (var family in families)
        {
            if (rulesets[0].Backend == IptablesBackend.Nft && await LegacyTables.AreThereAsync(family, networkNamespace, cancellation) == true
                && (await IptablesTools.ForAsync(family, IptablesBackend.Legacy, "-save", cancellation)).FindPath() is not null)
                rulesets.Add(await RulesetSource.ReadAsync(new FirewallScope(networkNamespace, IptablesBackend.Legacy), family, cancellation));
        }
        return rulesets;
    }

    /// <summary>The line that switches it on, and where it stands.</summary>
    private static string? FindSwitch(string? networkNamespace, ManagerProfile profile)
    {
        if (profile.Switch is not { } on || PathIn(networkNamespace, on.File) is not { } file || (profile.OffFile is { } off && PathIn(networkNamespace, off) is { } path && File.Exists(path)))
            return null;
        try
        {
            return File.Exists(file) && File.ReadLines(file).FirstOrDefault(l => l.StartsWith(on.Text, StringComparison.OrdinalIgnoreCase)) is not null ? $"{on.Text} in {on.File}" : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The file that is meant in a namespace: only one of its own tells anything about it.</summary>
    private static string? PathIn(string? networkNamespace, string path)
    {
        try
        {
            return NamespaceFiles.PathIn(networkNamespace, path);
        }
        catch (FirewallException)
        {
            return null;
        }
    }
}
