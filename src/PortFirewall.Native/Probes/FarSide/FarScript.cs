namespace PortFirewall;

/// <summary>The programs that run on the far side of a vantage, as they are in this assembly.</summary>
internal static class FarScript
{
    /// <summary>For <c>sh</c>.</summary>
    public static string Shell { get; } = EmbeddedScript.Read("probe.sh");

    /// <summary>For <c>python3</c>.</summary>
    public static string Python { get; } = EmbeddedScript.Read("probe.py");
}
