using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>A file that is written under another name, whole and readable to its owner only, until it takes the place of an earlier one.</summary>
internal sealed partial class StagedFile : IDisposable
{
    private readonly string _path;
    private readonly string _full;
    private readonly string _temporary;
    private string? _earlier;

    private StagedFile(string path)
    {
        _path = path;
        _full = SavedFiles.Resolve(Path.GetFullPath(path));
        _temporary = Beside(_full);
    }

    /// <exception cref="FirewallException"><c>SaveFailed</c>.</exception>
    public static StagedFile Write(string path, ReadOnlySpan<byte> bytes)
    {
        var file = new StagedFile(path);
        try
        {
            file.Write(bytes);
            return file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            throw ProofErrors.SaveFailed(path, failure.Message, failure);
        }
    }

    /// <summary>Takes the place of the earlier file.</summary>
    /// <param name="mayPutBack">Whether the earlier file is kept, so that it can be put back.</param>
    /// <exception cref="FirewallException"><c>SaveFailed</c>; the earlier file is as it was.</exception>
    public void Publish(bool mayPutBack)
    {
        try
        {
            if (mayPutBack && File.Exists(_full))
                Keep();
            File.Move(_temporary, _full, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ProofErrors.SaveFailed(_path, failure.Message, failure);
        }
    }

    /// <summary>Puts the earlier file back; where there was none, there is none again.</summary>
    public void PutBack()
    {
        if (_earlier is null)
            File.Delete(_full);
        else
            File.Move(_earlier, _full, overwrite: true);
        _earlier = null;
    }

    /// <summary>Removes what is not needed any longer.</summary>
    public void Dispose()
    {
        foreach (var path in new[] { _temporary, _earlier }.OfType<string>())
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // What made the writing fail may make this fail too; the first failure is the one to tell.
            }
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var stream = new FileStream(_temporary, options);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>A second name for the earlier file keeps its owner and mode as well; a file system without such names gets a copy.</summary>
    private void Keep()
    {
        var earlier = Beside(_full);
        if (Link(_full, earlier) != 0)
            File.Copy(_full, earlier);
        _earlier = earlier;
    }

    /// <summary>Not a predictable name, and in the same folder, so that the renaming is atomic.</summary>
    private static string Beside(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string from, string to);
}
