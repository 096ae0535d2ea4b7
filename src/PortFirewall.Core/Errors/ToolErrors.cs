namespace PortFirewall;

/// <summary>Errors about native tools, privilege and namespaces.</summary>
internal static class ToolErrors
{
    public static FirewallException ToolNotFound(string tool, string package) => FirewallException.Create(
        FirewallErrorKind.NotInstalled, tool,
        $"The tool '{tool}' is not installed in any of the system's own folders (/usr/sbin, /sbin, /usr/bin, /bin).",
        $"Install the package '{package}' (on Debian and Ubuntu: apt-get install {package}).",
        terminating: true);

    public static FirewallException ToolNotStarted(string path, string why, Exception inner) => FirewallException.Create(
        FirewallErrorKind.NotInstalled, path,
        $"'{path}' is there and can't be started: {why}",
        "See that the file is a program that this user may run, or install its package again.",
        terminating: true, inner: inner);

    public static FirewallException ToolTooOld(string tool, string version, string oldest) => FirewallException.Create(
        FirewallErrorKind.NotInstalled, tool,
        $"The tool '{tool}' has version {version}; PortFirewall needs {oldest} or later, which waits for the xtables lock also where several rules change at once.",
        "Install a newer iptables.",
        terminating: true);

    public static FirewallException ToolNotUnderstood(string tool, string arguments, string printed) => FirewallException.Create(
        FirewallErrorKind.InvalidData, tool,
        $"What '{tool} {arguments}' prints makes no sense: {Shorten(printed)}.",
        "Run the command by hand, and see that the file is the program itself; install its package again.",
        terminating: true);

    public static FirewallException PrivilegeRequired(string what) => FirewallException.Create(
        FirewallErrorKind.PermissionDenied, what,
        $"Privilege is required to {what}, and neither root nor 'sudo -n' is available.",
        "Run as root, or allow the native tools to this user in sudoers without a password.",
        terminating: true);

    /// <summary>For what this process has to do itself: a tool that sudo starts is no help there.</summary>
    public static FirewallException PrivilegeRequired(string what, string networkNamespace) => FirewallException.Create(
        FirewallErrorKind.PermissionDenied, networkNamespace,
        $"Root is required to {what} '{networkNamespace}', as this process itself has to enter it.",
        "Start PowerShell as root.",
        terminating: true);

    public static FirewallException NetworkNamespaceNotFound(string name) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, name,
        $"There is no network namespace '{name}'.",
        "List the namespaces with 'ip netns list', or make one with 'ip netns add'.");

    public static FirewallException NativeCommandFailed(string commandLine, int exitCode, string standardError) => FirewallException.Create(
        FirewallErrorKind.FromStdErr, commandLine,
        $"'{commandLine}' ended with status {exitCode}: {Shorten(standardError)}",
        "Run the command by hand to see what the tool objects to.");

    public static FirewallException NativeCommandTimedOut(string commandLine, TimeSpan after) => FirewallException.Create(
        FirewallErrorKind.OperationTimeout, commandLine,
        $"'{commandLine}' did not end within {after.TotalSeconds:0} s and was stopped.",
        "See what the tool waits for: a lock, a name server, or a password.");

    public static FirewallException LockTimeout(string commandLine, int seconds) => FirewallException.Create(
        FirewallErrorKind.ResourceBusy, commandLine,
        $"Another program held the xtables lock for more than {seconds} s; nothing was changed.",
        "See who holds /run/xtables.lock ('fuser /run/xtables.lock'), and try again.");

    public static FirewallException ChangeLockTimeout(string? file, int seconds) => FirewallException.Create(
        FirewallErrorKind.ResourceBusy, file,
        $"Another session of PortFirewall was changing rules for more than {seconds} s; nothing was changed.",
        file is null
            ? "See what the other sessions of this process wait for: it may be somebody who is to confirm."
            : $"See which one holds '{file}' ('fuser {file}'): it may be waiting for somebody to confirm.");

    internal static string Shorten(string text)
    {
        var line = text.Trim().ReplaceLineEndings(" ");
        return line.Length switch
        {
            0 => "it gave no reason",
            > 400 => line[..400] + "…",
            _ => line,
        };
    }
}
