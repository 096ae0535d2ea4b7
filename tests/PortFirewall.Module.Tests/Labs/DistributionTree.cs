namespace PortFirewall;

/// <summary>
/// A view of the machine's files of a child's own, into which the files of another distribution can be laid: what is written there is in a scratch
/// folder, and seen by that child only.
/// </summary>
internal sealed class DistributionTree : IDisposable
{
    private readonly ScratchFolder _folder = new();

    /// <summary>Commands that lay the view over the machine's own.</summary>
    public string Setup
        => $"""
            for d in etc usr var; do mkdir -p {_folder.Path}/$d/written {_folder.Path}/$d/work &&
            mount -t overlay overlay -o lowerdir=/$d,upperdir={_folder.Path}/$d/written,workdir={_folder.Path}/$d/work /$d || exit 1; done;
            mount -t tmpfs tmpfs /run; mkdir /run/netns
            """.ReplaceLineEndings(" ");

    /// <summary>What starts the child without a firewall of anybody's.</summary>
    public static string OwnNetwork => "unshare --net";

    /// <summary>A file that the child wrote.</summary>
    public string Read(string path) => File.ReadAllText(Find(path));

    /// <summary>Where a file is that the child wrote.</summary>
    public string Find(string path)
    {
        var words = path.Split('/', 3, StringSplitOptions.RemoveEmptyEntries);
        return Path.Combine(_folder.Path, words[0], "written", string.Join('/', words[1..]));
    }

    public void Dispose() => _folder.Dispose();
}
