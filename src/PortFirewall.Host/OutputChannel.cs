using System.Management.Automation.Host;

namespace PortFirewall.Host;

/// <summary>A standard stream, and whether colours mean anything there.</summary>
internal sealed class OutputChannel(TextWriter writer, bool showsColours)
{
    public bool ShowsColours => showsColours;

    /// <summary>Writes text, without the escape sequences that would be noise at its other end.</summary>
    public void Write(string text) => writer.Write(PSHostUserInterface.GetOutputString(text, showsColours));
}
