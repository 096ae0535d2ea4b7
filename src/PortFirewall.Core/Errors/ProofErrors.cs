namespace PortFirewall;

/// <summary>Errors about proof, and about keeping what was proved.</summary>
internal static class ProofErrors
{
    public static FirewallException ProofRequired() => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, null,
        "Nothing was saved: there is no proof that the rule works.",
        "Pipe in what Confirm-IptablesRuleHit emits, or use -Force to save without proof.");

    public static FirewallException NotProved(PortProof proof) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, proof,
        $"Nothing was saved: the rule '{proof.Rule.Specification}' ({proof.AddressFamily}) is not proved. {proof.Finding}",
        "Correct what the finding names and prove it again, or use -Force to save without proof.");

    public static FirewallException ProofOutdated(string why) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, null,
        $"Nothing was saved: the proof is out of date, as the rules in force have changed since ({why}).",
        "Prove the rule again with Confirm-IptablesRuleHit.");

    public static FirewallException InvalidProof() => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, null,
        "What came down the pipeline is not a proof.",
        "Pipe in what Confirm-IptablesRuleHit emits.");

    public static FirewallException InvalidRule() => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, null,
        "What was given as a rule is not one.",
        "Give what Add-IptablesPortRule or Get-IptablesRule emits.");

    public static FirewallException PersistenceProviderNotFound(string? provider, params IReadOnlyList<string> installed) => FirewallException.Create(
        FirewallErrorKind.NotInstalled, provider,
        provider is null ? "No tool is installed that keeps rules over a restart." : $"There is no persistence provider '{provider}' here.",
        installed.Count > 0 ? $"Name one that is here with -Provider: {string.Join(", ", installed)}."
            : "Install iptables-persistent (on Debian and Ubuntu: apt-get install iptables-persistent) or iptables-services (on RHEL and Fedora), or save into the file that your system loads with -Path.");

    public static FirewallException PersistenceProviderAmbiguous(IReadOnlyList<string> providers) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, string.Join(", ", providers),
        $"Several services load rules at boot, one over the other: {string.Join(", ", providers)}.",
        "Disable all but one of them, or name the one that is meant with -Provider.");

    public static FirewallException SavingSwitchedOff(string provider, string file, string setting) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, file,
        $"Nothing was saved: {provider} is set up not to save ({setting} in {file}).",
        $"Change {setting} in {file}, or save into another file with -Path.");

    public static FirewallException NamespaceWithoutFiles(string networkNamespace, string folder) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, networkNamespace,
        $"Network namespace '{networkNamespace}' has no rule files of its own, so its rules would overwrite the host's.",
        $"Make the folder {folder}, or save into a file with -Path.");

    public static FirewallException BackendNotSaved(IptablesBackend backend, string provider) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, backend,
        $"{provider} loads rules with the host's default iptables, which is not {backend}.",
        "Save into a file with -Path, or make that backend the default with update-alternatives.");

    public static FirewallException SaveFailed(string path, string why, Exception? inner = null) => FirewallException.Create(
        FirewallErrorKind.WriteError, path,
        $"The rules could not be saved to '{path}': {why}",
        "The earlier file is as it was. See that the folder exists, has room and can be written to.",
        inner: inner);

    public static FirewallException SaveNotVerified(string path, string why) => FirewallException.Create(
        FirewallErrorKind.InvalidResult, path,
        $"The rules in force can't be kept in '{path}': {why}.",
        "The earlier file is as it was. Compare what iptables-save prints with what 'iptables -S' lists.");

    public static FirewallException TemporaryRuleInForce(IptablesRule rule, string done = "saved") => FirewallException.Create(
        FirewallErrorKind.ResourceBusy, rule,
        $"Nothing was {done}: {rule.Place} ({rule.AddressFamily}) stands for a moment only, while PortFirewall watches packets ('{rule.Comment}').",
        "Run the command when Confirm-IptablesRuleHit or Trace-PortPath has ended; not in its script block.");

    public static FirewallException PacketLogUnavailable(int group, string why) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, group,
        $"The kernel does not hand over the packets that rules log to group {group} (NFLOG): {why}.",
        "Run as root, on a kernel with nfnetlink_log ('modprobe nfnetlink_log'); with another group where a program such as ulogd listens to this one.");
}
