namespace PortFirewall;

/// <summary>The programs for <c>sh</c>, <c>awk</c> and <c>python3</c> that this assembly carries.</summary>
internal static class EmbeddedScript
{
    /// <param name="name">The name of the file.</param>
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(EmbeddedScript).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
