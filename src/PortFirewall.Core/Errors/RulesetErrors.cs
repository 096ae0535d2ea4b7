namespace PortFirewall;

/// <summary>Errors about the state that a rule set is in, or would be in.</summary>
internal static class RulesetErrors
{
    public static FirewallException ChainNotFound(string chain, string table, AddressFamily family, string? networkNamespace) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, chain,
        $"The {table} table has no chain '{chain}' for {family}{Where(networkNamespace)}.",
        $"List the chains with Get-IptablesChain -Table {table}. Names are case-sensitive.");

    public static FirewallException ChainNotCalled(string chain, string why, AddressFamily family) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, chain,
        $"No rule in chain {chain} has an effect for {family}: {why}, so the kernel calls it for no packet.",
        "See 'nft list ruleset': wake the table with 'nft add table' and its family and name, without flags, or delete the chain that has no hook.");

    public static FirewallException TableNotFound(string table) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, table,
        $"There is no table '{table}'.",
        "Use filter, nat, mangle, raw or security.");

    public static FirewallException RuleNotFound(string specification, string chain, string families, string? networkNamespace) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, specification,
        $"Chain {chain} has no rule '{specification}' for {families}{Where(networkNamespace)}.",
        $"See what is there with Get-IptablesRule -Chain {chain}.");

    public static FirewallException RuleInOtherBackend(string specification, IReadOnlyList<IptablesRule> rules, IptablesBackend backend) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, specification,
        $"The rule '{specification}' is not in {(backend == IptablesBackend.Legacy ? "iptables-nft, but in iptables-legacy" : "iptables-legacy, but in iptables-nft")}: {string.Join(", ", rules.Select(r => $"{r.Place} ({r.AddressFamily})"))}.",
        $"Say which iptables is meant: -Backend {backend}.");

    public static FirewallException RuleBehindBlock(IptablesRule rule, string blocker) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, rule,
        $"The rule '{rule.Specification}' is there already as {rule.Place} ({rule.AddressFamily}), but {blocker} stops the packets before they reach it.",
        "Put it ahead of the block with Move-IptablesRule.");

    public static FirewallException PositionBehindBlock(int position, string chain, string blocker, int effective) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, position,
        $"A rule at {chain}:{position} would have no effect: {blocker} stops the packets before they reach it.",
        $"Use position {effective}, or leave out -Position; -Force puts it there all the same.");

    public static FirewallException BlockedElsewhere(string what, string blocker, AddressFamily family) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, what,
        $"No rule in this chain can open {what} for {family}: {blocker} stops the packets outside of it.",
        BlockerOwner.Advise(blocker, what));

    public static FirewallException PortTranslated(string what, string chain, string translation, string decision, string remedy) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, what,
        $"A rule for {what} takes no packet in {chain}, as {translation} changes where they go before that: {decision}.",
        $"{remedy}.");

    public static FirewallException RuleNotEffective(string specification, string place, string why) => FirewallException.Create(
        FirewallErrorKind.InvalidResult, specification,
        $"The rule '{specification}' at {place} does not decide the packets that it is for: {why}. Nothing was left changed.",
        "Look at the way of the packets with Test-PortPath, and choose the place with -Chain and -Position.");

    public static FirewallException PositionNotComputable(IptablesRule rule, string? otherChain) => FirewallException.Create(
        FirewallErrorKind.InvalidOperation, rule,
        otherChain is null
            ? $"Where the rule '{rule.Specification}' belongs can't be worked out: it is not a plain allow rule for a port."
            : $"The packets of '{rule.Specification}' are decided in chain {otherChain}, so no place in {rule.Chain} helps.",
        otherChain is null ? "Give the place with -Position." : "Remove the rule and add it again with Add-IptablesPortRule, which puts it into that chain.");

    public static FirewallException ChangeNotUndone(AddressFamily family, string why) => FirewallException.Create(
        FirewallErrorKind.InvalidResult, family,
        $"The change failed, and could not be taken back for {family}: {why}",
        "See what is there with Get-IptablesRule, and remove what does not belong there.");

    public static FirewallException TemporaryRuleLeft(string why) => FirewallException.Create(
        FirewallErrorKind.InvalidResult, null,
        $"A rule that was to stand for a moment only could not be taken out: {why}",
        "List such rules with 'Get-IptablesRule -Comment \"PortFirewall *\"', and pipe them to Remove-IptablesRule.");

    public static FirewallException RulesetChanged(string chain, AddressFamily family) => FirewallException.Create(
        FirewallErrorKind.InvalidResult, chain,
        $"Chain {chain} ({family}) was changed by somebody else at the same moment. This change was undone.",
        "Run the command again.");

    public static FirewallException UnreadableRuleset(int line, int column, string why) => FirewallException.Create(
        FirewallErrorKind.InvalidData, line,
        $"The rule set can't be read at line {line}, column {column}: {why}.",
        "Give text as iptables-save or ip6tables-save prints it.");

    public static FirewallException RulesetNotRead(string path, string why, Exception? inner = null) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, path,
        $"The rule set '{path}' can't be read: {why}",
        "See that the file exists and may be read by this user.",
        inner: inner);

    public static FirewallException FamilyNotInRuleset(AddressFamily family) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, family,
        $"None of the rule sets given is one for {family}.",
        "Leave out -AddressFamily, or give addresses and rule sets of one family.");

    public static FirewallException InvalidRuleset() => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, null,
        "What was given as a rule set is not one.",
        "Give what Import-IptablesRuleset emits.");

    public static FirewallException FamilyGivenTwice(AddressFamily family) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, family,
        $"More than one rule set was given for {family}.",
        "Give one rule set for each family.");

    public static FirewallException NothingToCompare() => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, null,
        "There is nothing to compare: both sides would be the live rules.",
        "Give a rule set or a file with -ReferenceObject or -DifferenceObject.");

    private static string Where(string? networkNamespace) => networkNamespace is null ? "" : $" in network namespace '{networkNamespace}'";
}
