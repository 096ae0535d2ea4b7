using System.Text;

namespace PortFirewall;

/// <summary>Writes files that are whole or absent, and readable to their owner only.</summary>
internal static class PrivateFile
{
    /// <exception cref="FirewallException"><c>SaveFailed</c>; the earlier file is as it was.</exception>
    public static void Write(string path, string text)
    {
        using var file = StagedFile.Write(path, Encoding.UTF8.GetBytes(text));
        file.Publish(mayPutBack: false);
    }

    /// <summary>Writes several files, or none of them: each is whole before the first takes its place.</summary>
    /// <exception cref="FirewallException"><c>SaveFailed</c>; the earlier files are as they were.</exception>
    public static void WriteAll(IReadOnlyList<(string Path, byte[] Bytes)> files)
    {
        var staged = new List<StagedFile>();
        try
        {
            foreach (var (path, bytes) in files)
                staged.Add(StagedFile.Write(path, bytes));
            Publish(staged);
        }
        finally
        {
            staged.ForEach(file => file.Dispose());
        }
    }

    /// <summary>Puts staged files into their places; if one can't be, those before it go back.</summary>
    internal static void Publish(IReadOnlyList<StagedFile> staged)
    {
        var published = new Stack<StagedFile>();
        try
        {
            foreach (var file in staged)
            {
                file.Publish(mayPutBack: file != staged[^1]);
                published.Push(file);
            }
        }
        catch
        {
            foreach (var file in published)
                file.PutBack();
            throw;
        }
    }
}
