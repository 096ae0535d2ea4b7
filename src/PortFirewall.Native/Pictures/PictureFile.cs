namespace PortFirewall;

/// <summary>Writes a picture as a file of the user's own.</summary>
internal static class PictureFile
{
    /// <exception cref="FirewallException"><c>PictureNotWritten</c>.</exception>
    public static async Task<string> WriteAsync(string path, string text, CancellationToken cancellation)
    {
        try
        {
            await File.WriteAllTextAsync(path, text, cancellation);
            return path;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw PictureErrors.PictureNotWritten(path, refused);
        }
    }
}
