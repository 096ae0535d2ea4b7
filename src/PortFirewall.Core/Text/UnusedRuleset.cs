namespace PortFirewall;

/// <summary>
/// The rules of a kernel in which nobody has used iptables: it has no table, and lets everything through. <c>iptables-save</c> prints
/// nothing then, and a file with nothing in it is one whose content was lost.
/// </summary>
internal static class UnusedRuleset
{
    public static IReadOnlyList<string> Lines { get; } = ["*filter", ":INPUT ACCEPT [0:0]", ":FORWARD ACCEPT [0:0]", ":OUTPUT ACCEPT [0:0]", "COMMIT"];

    public static string Text { get; } = string.Concat(Lines.Select(line => line + "\n"));
}
