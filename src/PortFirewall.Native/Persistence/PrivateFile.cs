using System.Text;

namespace PortFirewall;

/// <summary>Writes files that are whole or absent, and readable to their owner only.</summary>
internal static class PrivateFile
{
    /// <exception cref="FirewallException"><c>SaveFailed</c>; the earlier file is as it was.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <exception cref="FirewallException"><c>SaveFailed</c>; the earlier file is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var full = SavedFiles.Resolve(Path.GetFullPath(path));
        // Not a predictable name, and in the same folder, so that the renaming is atomic.
        var temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}");
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Remove(temporary);
            throw ProofErrors.SaveFailed(path, failure.Message, failure);
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What made the writing fail may make this fail too; the first failure is the one to tell.
        }
    }
}
