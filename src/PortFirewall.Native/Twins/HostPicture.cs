namespace PortFirewall;

/// <summary>What a twin copies from its host, read and nothing changed.</summary>
/// <param name="Plan">Interfaces and addresses.</param>
/// <param name="Sets">The sets of <c>ipset</c>, as <c>ipset save</c> prints them; null where there are none.</param>
/// <param name="Nftables">The tables of nftables that no iptables keeps, as <c>nft</c> prints them; null where there are none.</param>
/// <param name="Rules">The rules of both backends.</param>
internal sealed record HostPicture(
    TwinPlan Plan, string? Sets, string? Nftables, IReadOnlyList<(AddressFamily Family, IptablesBackend Backend, string Text)> Rules)
{
    private const string Purpose = "rehearse on a twin of the host";

    /// <summary>Reads it.</summary>
    /// <exception cref="FirewallException">What running a tool can end with.</exception>
    public static async Task<HostPicture> TakeAsync(string? networkNamespace, CancellationToken cancellation)
    {
        var addresses = await ReadAsync(NativeTool.Ip, ["-json", "address", "show"]);
        var forwards = await NamespaceThread.RunAsync(networkNamespace, Forwards, "look into a network namespace", cancellation);
        var rules = new List<(AddressFamily, IptablesBackend, string)>();
        foreach (var family in IPv6Support.IsPresent ? (AddressFamily[])[AddressFamily.IPv4, AddressFamily.IPv6] : [AddressFamily.IPv4])
        {
            foreach (var backend in Enum.GetValues<IptablesBackend>())
            {
                // Asking the legacy tool would load modules into the host's kernel, of which nothing may be touched.
                if (backend == IptablesBackend.Legacy && await LegacyTables.AreThereAsync(family, networkNamespace, cancellation) != true)
                    continue;
                if (Twin.IptablesTool(family, backend, "-save") is var save && save.FindPath() is not null && await ReadAsync(save, []) is { Length: > 0 } text)
                    rules.Add((family, backend, text));
            }
        }
        var sets = NativeTool.Ipset.FindPath() is null ? null : await ReadAsync(NativeTool.Ipset, ["save"]);
        var nftables = NativeTool.Nft.FindPath() is null ? null : await ReadNftablesAsync();
        return new HostPicture(HostAddresses.Read(addresses) with { Forwards = forwards }, Something(sets), Something(nftables), rules);

        async Task<string> ReadAsync(NativeTool tool, IReadOnlyList<string> arguments)
        {
            var command = new NativeCommand(tool, arguments) { NetworkNamespace = networkNamespace, Purpose = Purpose };
            return (await NativeRunner.RunAsync(command, cancellation)).EnsureSuccess().StandardOutput;
        }

        // What iptables-nft keeps is loaded by iptables: nft can print its matches and not read them again.
        async Task<string> ReadNftablesAsync()
        {
            var kept = rules.Where(r => r.Item2 == IptablesBackend.Nft)
                .SelectMany(r => r.Item3.Split('\n').Where(l => l.StartsWith('*')).Select(l => $"table {(r.Item1 == AddressFamily.IPv4 ? "ip" : "ip6")} {l[1..].Trim()}"))
                .ToHashSet(StringComparer.Ordinal);
            var tables = (await ReadAsync(NativeTool.Nft, ["list", "tables"])).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var texts = new List<string>();
            foreach (var table in tables.Where(t => !kept.Contains(t)))
                texts.Add(await ReadAsync(NativeTool.Nft, ["--stateless", "list", .. table.Split(' ')]));
            return string.Concat(texts);
        }
    }

    /// <summary>Makes a twin of it.</summary>
    /// <exception cref="FirewallException">As <see cref="Twin.CreateAsync"/>.</exception>
    public async Task<Twin> MakeTwinAsync(CancellationToken cancellation)
    {
        var twin = await Twin.CreateAsync(Plan, cancellation);
        try
        {
            if (Sets is not null)
                await twin.RunAsync(NativeTool.Ipset, ["restore"], Sets, cancellation);
            if (Nftables is not null)
                await twin.RunAsync(NativeTool.Nft, ["-f", "-"], Nftables, cancellation);
            foreach (var (family, backend, text) in Rules)
                await twin.LoadAsync(family, backend, text, cancellation);
            return twin;
        }
        catch
        {
            twin.Dispose();
            throw;
        }
    }

    private static string? Something(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static bool Forwards() => File.ReadAllText("/proc/sys/net/ipv4/ip_forward").Trim() == "1";
}
