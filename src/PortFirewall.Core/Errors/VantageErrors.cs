namespace PortFirewall;

/// <summary>Errors about a vantage on another host. None of them says anything about the port that was to be probed.</summary>
internal static class VantageErrors
{
    public static FirewallException VantageUnreachable(string vantage, string why) => FirewallException.Create(
        FirewallErrorKind.ConnectionError, vantage,
        $"The vantage '{vantage}' can't be reached, so nothing was probed from there: {ToolErrors.Shorten(why)}",
        "See that ssh gets there by itself, without a question: ssh -o BatchMode=yes HOST true.");

    public static FirewallException VantageHostKeyUnknown(string vantage, string why) => FirewallException.Create(
        FirewallErrorKind.PermissionDenied, vantage,
        $"The host key of the vantage '{vantage}' is not known, and an unknown key is never accepted silently: {ToolErrors.Shorten(why)}",
        "Connect once with ssh by hand, compare the fingerprint and accept it, or name the file that has the key with -SshOption UserKnownHostsFile=FILE.");

    public static FirewallException VantageHostKeyChanged(string vantage, string why) => FirewallException.Create(
        FirewallErrorKind.PermissionDenied, vantage,
        $"The host key of the vantage '{vantage}' is another than the known one: somebody may be in between, or the host was set up anew. {ToolErrors.Shorten(why)}",
        "Find out which of the two it is. Only then take the old key out with ssh-keygen -R HOST.");

    public static FirewallException VantageNeedsPassword(string vantage, string why) => FirewallException.Create(
        FirewallErrorKind.PermissionDenied, vantage,
        $"The vantage '{vantage}' lets nobody in without a password or another answer, and in batch mode there is nobody to give one: {ToolErrors.Shorten(why)}",
        "Use a key: add it to the agent (ssh-add), or name it with -SshOption IdentityFile=FILE, and see that the user there accepts it (ssh-copy-id).");

    public static FirewallException VantageNotUsable(string vantage, string why) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, vantage,
        $"The vantage '{vantage}' was reached and can't probe: {ToolErrors.Shorten(why)}",
        "It needs a POSIX shell (sh) and one of nc, bash or python3. Choose another vantage, or install one of them there.");

    public static FirewallException VantageLost(string vantage, string why) => FirewallException.Create(
        FirewallErrorKind.ConnectionError, vantage,
        $"The connection to the vantage '{vantage}' ended before all was probed: {ToolErrors.Shorten(why)}",
        "Ask again for what has no result. A probe through the very firewall that the connection takes can cut it.");
}
