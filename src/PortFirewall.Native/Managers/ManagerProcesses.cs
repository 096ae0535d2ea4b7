using System.Globalization;

namespace PortFirewall;

/// <summary>Finds processes by the name of their program in one network namespace (<c>proc(5)</c>): one that runs in another namespace keeps no rules in this one.</summary>
internal static class ManagerProcesses
{
    /// <summary>Characters of a name that the kernel keeps (<c>TASK_COMM_LEN</c>).</summary>
    private const int LongestName = 15;

    /// <summary>For each name, its processes as <c>NAME (ID)</c>.</summary>
    public static async Task<ILookup<string, string>> FindAsync(string? networkNamespace, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        if (names.Count == 0)
            return Array.Empty<string>().ToLookup(name => name, StringComparer.Ordinal);
        var own = await NamespaceOfAsync(networkNamespace, cancellation);
        return Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder)!)
            .Where(id => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .SelectMany(id => NameOf(id, names) is { } name && IsIn(id, own, networkNamespace) ? new[] { (Name: name, Id: id) } : [])
            .ToLookup(p => p.Name, p => $"{p.Name} ({p.Id})", StringComparer.Ordinal);
    }

    private static async Task<string?> NamespaceOfAsync(string? networkNamespace, CancellationToken cancellation)
    {
        try
        {
            return await NamespaceThread.RunAsync(networkNamespace, () => new FileInfo("/proc/thread-self/ns/net").LinkTarget, "look into a network namespace", cancellation);
        }
        catch (FirewallException)
        {
            return null;
        }
    }

    private static bool IsIn(string id, string? own, string? networkNamespace)
    {
        try
        {
            return new FileInfo($"/proc/{id}/ns/net").LinkTarget is { } link && own is not null ? link == own : networkNamespace is null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Only root sees where the processes of others are; most are in the first namespace.
            return networkNamespace is null;
        }
    }

    /// <summary>One that nobody has waited for keeps its name.</summary>
    private static bool HasEnded(string id) => File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].TrimStart() is ['Z' or 'X', ..];

    private static string? NameOf(string id, IReadOnlyList<string> names)
    {
        try
        {
            var name = File.ReadAllText($"/proc/{id}/comm").TrimEnd('\n');
            // A script has its interpreter's name where it was given to that as an argument.
            if (name.StartsWith("python", StringComparison.Ordinal) || name.StartsWith("perl", StringComparison.Ordinal))
                name = File.ReadAllText($"/proc/{id}/cmdline").Split('\0').Skip(1).FirstOrDefault(a => a.Length > 0 && a[0] != '-') is { } script ? Path.GetFileName(script) : name;
            var known = names.FirstOrDefault(n => n == name || (n.Length > LongestName && n[..LongestName] == name));
            return known is null || HasEnded(id) ? null : known;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
