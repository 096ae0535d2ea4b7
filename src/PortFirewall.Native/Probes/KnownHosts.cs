namespace PortFirewall;

/// <summary>The hosts that this user's files name: those of <c>ssh</c>, and those of <c>/etc/hosts</c>. What can't be read names none.</summary>
internal static class KnownHosts
{
    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>What <c>ssh</c> knows, each with the file: first what the user gave a name in <c>ssh_config(5)</c>, then whom ssh has met.</summary>
    public static IEnumerable<(string Name, string Source)> OfSsh()
        => OfConfiguration(Path.Combine(Home, ".ssh/config")).Select(name => (name, "~/.ssh/config"))
            .Concat(OfConfiguration("/etc/ssh/ssh_config").Select(name => (name, "/etc/ssh/ssh_config")))
            .Concat(Lines(Path.Combine(Home, ".ssh/known_hosts")).SelectMany(OfKnown).Select(name => (name, "~/.ssh/known_hosts")))
            .DistinctBy(h => h.Item1);

    /// <summary>The names of <c>hosts(5)</c>, each with its address.</summary>
    public static IEnumerable<(string Name, string Address)> OfHostsFile()
        => Lines("/etc/hosts").Select(Words).Where(w => w.Length > 1).SelectMany(w => w.Skip(1).Select(name => (name, w[0]))).DistinctBy(h => h.name);

    // Only what names one host: a pattern is no host.
    private static IEnumerable<string> OfConfiguration(string file)
        => Lines(file).Select(Words).Where(w => w.Length > 1 && w[0].Equals("Host", StringComparison.OrdinalIgnoreCase)).SelectMany(w => w.Skip(1)).Where(n => n.IndexOfAny(['*', '?', '!']) < 0);

    /// <summary>The names of a line of <c>known_hosts</c> (<c>sshd(8)</c>): hashed ones and marked lines say nothing.</summary>
    private static IEnumerable<string> OfKnown(string line)
        => line.StartsWith('@') || line.StartsWith('|') || Words(line) is not [var names, _, ..] ? []
            : names.Split(',').Where(n => !n.StartsWith('[') && n.IndexOfAny(['*', '?', '!']) < 0);

    private static string[] Words(string line) => line.Split('#')[0].Split([' ', '\t', '='], StringSplitOptions.RemoveEmptyEntries);

    private static string[] Lines(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
