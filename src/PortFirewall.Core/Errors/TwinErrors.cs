namespace PortFirewall;

/// <summary>Errors about twins.</summary>
internal static class TwinErrors
{
    public static FirewallException TwinNotMade(string why, string remedy) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, null,
        $"A twin of the host could not be made: {why}.",
        $"{remedy}.",
        terminating: true);

    public static FirewallException TableNotCopied(string table, string flags) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, table,
        $"A twin of the host would not be as the host is: table '{table}' has the flags '{flags}', which iptables-restore does not set.",
        "Without -Rehearse, the answer is worked out from the rules.",
        terminating: true);

    public static FirewallException TwinNotReady(string inInterface, string source, double seconds) => FirewallException.Create(
        FirewallErrorKind.InvalidResult, inInterface,
        $"A packet from {source} at '{inInterface}' did not arrive in the twin of the host, which had no rule yet, within {seconds} seconds: what it drops would not tell anything.",
        "Try again when the host is less busy; without -Rehearse, the answer is worked out from the rules.",
        terminating: true);

    public static FirewallException ToolFailedInTwin(string tool, int exitCode, string standardError) => FirewallException.Create(
        FirewallErrorKind.FromStdErr, tool,
        $"'{tool}' failed in the twin of the host with status {exitCode}: {ToolErrors.Shorten(standardError)}",
        "Without -Rehearse, the answer is worked out from the rules.");

    public static FirewallException UnreadableAddresses(Exception inner) => FirewallException.Create(
        FirewallErrorKind.InvalidData, null,
        "The interfaces and addresses of this host could not be read from 'ip -json address show'.",
        "See what the command prints; an iproute2 from before 2018 prints no JSON.",
        inner: inner);

    public static FirewallException RehearsalOnly(string parameter) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, parameter,
        $"The parameter -{parameter} needs -Rehearse: it says what is rehearsed.",
        $"Give -Rehearse with -{parameter}.");

    public static FirewallException RehearsalOfLiveRules() => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, "Ruleset",
        "A rehearsal is of the live rules: a rule set that was given says nothing of interfaces, addresses and other hooks.",
        "Leave out -Ruleset, or leave out -Rehearse.");

    public static FirewallException TwinFailed(string what) => FirewallException.Create(
        FirewallErrorKind.InvalidResult, null,
        what,
        "Try again; without -Rehearse, the answer is worked out from the rules.");

    public static FirewallException PrivilegeRequired() => FirewallException.Create(
        FirewallErrorKind.PermissionDenied, "Rehearse",
        "Privilege is required to rehearse: the twin of the host is made inside this process, which must be root itself.",
        "Start pwsh as root (sudo pwsh); without -Rehearse, the answer is worked out from the rules.",
        terminating: true);
}
