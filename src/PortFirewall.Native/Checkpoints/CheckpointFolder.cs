using System.Globalization;

namespace PortFirewall;

/// <summary>Where checkpoints go by themselves: a folder of root's, or of the user's own, that nobody else can write to or look into.</summary>
internal static class CheckpointFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Where it is: <c>/var/lib/portfirewall/checkpoints</c> for root, below <c>XDG_STATE_HOME</c> for anybody else.</summary>
    public static string Path
    {
        get
        {
            if (Environment.IsPrivilegedProcess)
                return "/var/lib/portfirewall/checkpoints";
            var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } named && System.IO.Path.IsPathFullyQualified(named)
                ? named : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local/state");
            return System.IO.Path.Combine(state, "portfirewall/checkpoints");
        }
    }

    /// <summary>A name that sorts by time; the fraction keeps several of one second apart.</summary>
    public static string NameOf(DateTimeOffset created, string? networkNamespace)
        => string.Create(CultureInfo.InvariantCulture, $"{created.UtcDateTime:yyyy-MM-dd'T'HHmmss.fffffff'Z'}{(networkNamespace is null ? "" : "-" + networkNamespace)}");

    /// <summary>Makes the folder where it is not there.</summary>
    /// <exception cref="FirewallException"><c>FolderNotPrivate</c>, <c>SaveFailed</c>.</exception>
    public static void Prepare()
    {
        try
        {
            foreach (var folder in new[] { System.IO.Path.GetDirectoryName(Path)!, Path })
            {
                var made = Directory.CreateDirectory(folder, Private);
                if (made.LinkTarget is not null || (made.UnixFileMode & WritableByOthers) != UnixFileMode.None)
                    throw CheckpointErrors.FolderNotPrivate(folder);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw ProofErrors.SaveFailed(Path, refused.Message, refused);
        }
    }
}
