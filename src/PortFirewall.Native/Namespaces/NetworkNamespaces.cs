namespace PortFirewall;

/// <summary>The named network namespaces of <c>ip netns</c> (<c>ip-netns(8)</c>).</summary>
internal static class NetworkNamespaces
{
    private const string Folder = "/run/netns";

    /// <summary>The file that stands for the namespace.</summary>
    public static string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Whether the namespace is there.</summary>
    /// <exception cref="FirewallException"><c>InvalidNetworkNamespaceName</c>: a name that <c>ip</c> could take for an option or a path.</exception>
    public static bool Exists(string name)
    {
        CheckName(name);
        return File.Exists(PathOf(name));
    }

    /// <summary>The names of those that are there, in order; those that <c>ip</c> could not be given are left out.</summary>
    public static IReadOnlyList<string> List()
        => Directory.Exists(Folder) ? [.. Directory.EnumerateFiles(Folder).Select(f => Path.GetFileName(f)!).Where(IsName).Order(StringComparer.Ordinal)] : [];

    /// <summary>Checks that the namespace is there.</summary>
    /// <exception cref="FirewallException"><c>InvalidNetworkNamespaceName</c>, <c>NetworkNamespaceNotFound</c>.</exception>
    public static void Require(string name)
    {
        if (!Exists(name))
            throw ToolErrors.NetworkNamespaceNotFound(name);
    }

    /// <summary>Makes a namespace: <c>ip netns add</c>.</summary>
    /// <exception cref="FirewallException"><c>InvalidNetworkNamespaceName</c>, <c>NativeCommandFailed</c> and what a tool's run can end with.</exception>
    public static Task AddAsync(string name, CancellationToken cancellation) => RunAsync("add", name, "make a network namespace", cancellation);

    /// <summary>Takes a namespace away: <c>ip netns delete</c>. It ends once the last process and socket in it have.</summary>
    /// <inheritdoc cref="AddAsync"/>
    public static Task DeleteAsync(string name, CancellationToken cancellation) => RunAsync("delete", name, "delete a network namespace", cancellation);

    private static async Task RunAsync(string action, string name, string purpose, CancellationToken cancellation)
    {
        CheckName(name);
        var result = await NativeRunner.RunAsync(new NativeCommand(NativeTool.Ip, ["netns", action, name]) { Purpose = purpose }, cancellation);
        result.EnsureSuccess();
    }

    private static void CheckName(string name)
    {
        if (!IsName(name))
            throw InputErrors.InvalidNetworkNamespaceName(name);
    }

    private static bool IsName(string name)
        => name.Length is > 0 and <= 255 && name is not ("." or "..") && name[0] != '-' && !name.Any(c => c == '/' || char.IsControl(c) || char.IsWhiteSpace(c));
}
