namespace PortFirewall;

/// <summary>
/// A file that says "this lab was made by New-FirewallLab". It claims the name while the lab is made, and it keeps
/// Remove-FirewallLab from ever deleting namespaces that somebody else made under the same names.
/// </summary>
internal static class LabRecord
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Folder = "/run/portfirewall/labs";

    /// <summary>Claims the name; only one can.</summary>
    /// <exception cref="FirewallException"><c>LabExists</c>.</exception>
    public static void Claim(LabPlan plan)
    {
        Directory.CreateDirectory(Folder, Private | UnixFileMode.UserExecute);
        try
        {
            using var file = new FileStream(
                PathOf(plan),
                new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private });
            using var writer = new StreamWriter(file);
            writer.Write(Environment.ProcessId);
        }
        catch (IOException) when (File.Exists(PathOf(plan)))
        {
            throw LabErrors.LabExists(plan.Name);
        }
    }

    /// <summary>Checks that there is such a lab, of this process or of one that was killed.</summary>
    /// <exception cref="FirewallException"><c>LabNotFound</c>.</exception>
    public static void Require(LabPlan plan)
    {
        if (!Exists(plan))
            throw LabErrors.LabNotFound(plan.Name);
    }

    /// <summary>Whether there is such a lab.</summary>
    public static bool Exists(LabPlan plan) => File.Exists(PathOf(plan));

    /// <summary>The names of all labs, in order; none for whom they are not to see.</summary>
    public static IReadOnlyList<string> List()
        => Directory.Exists(Folder) ? [.. Directory.EnumerateFiles(Folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)] : [];

    /// <summary>Gives the name back.</summary>
    public static void Release(LabPlan plan) => File.Delete(PathOf(plan));

    private static string PathOf(LabPlan plan) => Path.Combine(Folder, plan.Name);
}
