namespace PortFirewall;

/// <summary>Something that goes wrong around PortFirewall, made to happen.</summary>
/// <param name="What">What goes wrong.</param>
/// <param name="Break">The commands of <c>sh</c> that make it so.</param>
/// <param name="Command">What somebody does then.</param>
/// <param name="ErrorId">The error that it must end with; null where it must not matter.</param>
internal sealed record Fault(string What, string Break, string Command, string? ErrorId)
{
    private const string Save = "Save-IptablesRuleset -Force";
    private const string Add = "Add-IptablesPortRule 2222";

    private const string Restore = "\"*filter`n:INPUT DROP [0:0]`n-A INPUT -p tcp -m tcp --dport 9090 -j ACCEPT`nCOMMIT\" | Import-IptablesRuleset -AddressFamily IPv4 | Restore-IptablesRuleset -Confirm:$false";

    /// <summary>Room for two files of rules and some more; each takes a page of 4 KiB.</summary>
    private static string AlmostFull(int kilobytes)
        => $"mount -t tmpfs -o size={kilobytes}k tmpfs /etc/iptables; echo before > /etc/iptables/rules.v4; echo long before > /etc/iptables/rules.v4.previous";

    /// <summary>Puts a script in the place of a program of iptables.</summary>
    private static string Replace(string tool, string script) => Write($"/usr/sbin/{tool}", script);

    private static string Write(string file, string script) => $"rm -f {file}; printf '%s\\n' '#!/bin/sh' '{script}' > {file}; chmod +x {file}";

    /// <summary>All that are over at once.</summary>
    public static IReadOnlyList<Fault> Quick { get; } =
    [
        new("the disk is full", "mount -t tmpfs -o size=8k tmpfs /etc/iptables; echo before > /etc/iptables/rules.v4; head -c 4096 /dev/zero > /etc/iptables/filler", Save, "SaveFailed"),
        new("the disk is full before the earlier files are kept", AlmostFull(12), Save, "SaveFailed"),
        new("the disk is full when the earlier files are kept", AlmostFull(16), Save, "SaveFailed"),
        new("the folder is read-only", "mount -t tmpfs tmpfs /etc/iptables; echo before > /etc/iptables/rules.v4; mount -o remount,ro /etc/iptables", Save, "SaveFailed"),
        new("the folder is not there", "rm -r /etc/iptables", Save, "SaveFailed"),
        new("a folder is in the place of the file", "rm /etc/iptables/rules.v6; mkdir /etc/iptables/rules.v6", Save, "SaveFailed"),
        new("saving is switched off", "echo IPTABLES_SKIP_SAVE=yes >> /etc/default/netfilter-persistent", Save, "SavingSwitchedOff"),
        new("iptables-save prints nothing and ends well", Replace("iptables-save", "exit 0"), Save, "SaveNotVerified"),
        new("iptables-save prints half of the rules and ends well", Replace("iptables-save", "xtables-nft-multi iptables-save | grep -v 8080"), Save, "SaveNotVerified"),
        new("iptables-save breaks off and ends well", Replace("iptables-save", "xtables-nft-multi iptables-save | head -n 5"), Save, "UnreadableRuleset"),
        new("iptables-save prints a page of HTML and ends well", Replace("iptables-save", "echo \"<html><body>404</body></html>\""), Save, "UnreadableRuleset"),
        new("iptables-save prints noise and ends well", Replace("iptables-save", "head -c 3000 /dev/urandom"), Save, "UnreadableRuleset"),
        new("iptables-save prints the other family's rules", Replace("iptables-save", "exec xtables-nft-multi ip6tables-save"), Save, "SaveNotVerified"),
        new("iptables-save fails", Replace("iptables-save", "exit 1"), Save, "NativeCommandFailed"),
        new("iptables-restore takes nothing", Replace("iptables-restore", "cat >/dev/null; echo no >&2; exit 2"), Save, "SaveNotVerified"),
        new("iptables-restore lies when it loads", Replace("iptables-restore", "cat >/dev/null"), Save, "SaveNotVerified"),
        new("iptables-restore loads another rule", Replace("iptables-restore", "sed s/9090/9091/ | xtables-nft-multi iptables-restore \"$@\""), Restore, "RulesetNotRestored"),
        new("the distribution's tool lies", Replace("netfilter-persistent", "exit 0"), Save, null),
        new("the distribution's tool hangs", Write("/usr/share/netfilter-persistent/plugins.d/15-ip4tables", "sleep 1000"), Save, null),
        new("the distribution's tool fails halfway", Write("/usr/share/netfilter-persistent/plugins.d/15-ip4tables", ": > /etc/iptables/rules.v4; exit 1"), Save, null),
        new("ip6tables alone is missing", "rm -f /usr/sbin/ip6tables /usr/sbin/ip6tables-save /usr/sbin/ip6tables-restore", Save, "ToolNotFound"),
        new("ip6tables alone is missing", "rm -f /usr/sbin/ip6tables /usr/sbin/ip6tables-save /usr/sbin/ip6tables-restore", Add, "ToolNotFound"),
        new("iptables-save prints nothing and ends well", Replace("iptables-save", "exit 0"), Add, "BlockedElsewhere"),
        new("iptables-save prints a page of HTML and ends well", Replace("iptables-save", "echo \"<html>\""), Add, "UnreadableRuleset"),
        new("iptables is too old", "ln -sf /usr/local/bin/old /etc/alternatives/iptables; " + Write("/usr/local/bin/old", "echo iptables v1.4.21"), Add, "ToolTooOld"),
        new("iptables tells no version", "ln -sf /usr/local/bin/odd /etc/alternatives/iptables; " + Write("/usr/local/bin/odd", "echo hello"), Add, "ToolNotUnderstood"),
        new("iptables lies when it inserts", Replace("iptables", "case $1 in --version) exec xtables-nft-multi iptables --version;; esac; exit 0"), Add, "RulesetChanged"),
    ];

    /// <summary>Those that take as long as the longest wait.</summary>
    public static IReadOnlyList<Fault> Slow { get; } =
    [
        new("iptables-save hangs", Replace("iptables-save", "sleep 1000"), Save, "NativeCommandTimedOut"),
        new("iptables-restore hangs", Replace("iptables-restore", "sleep 1000"), Save, "NativeCommandTimedOut"),
        new("iptables hangs when it is asked for its version", "ln -sf /usr/local/bin/slow /etc/alternatives/iptables; " + Write("/usr/local/bin/slow", "sleep 1000"), Add, "NativeCommandTimedOut"),
        new("another program holds the xtables lock", "flock /run/xtables.lock sleep 20 >/dev/null 2>&1 &", "Add-IptablesPortRule 8080 -AddressFamily IPv4 -Backend Legacy -Force", "LockTimeout"),
        new("another session is changing rules", "mkdir -p /run/portfirewall; flock /run/portfirewall/portfirewall-change.lock sleep 40 >/dev/null 2>&1 &", Add, "ChangeLockTimeout"),
        new("another session is changing rules", "mkdir -p /run/portfirewall; flock /run/portfirewall/portfirewall-change.lock sleep 40 >/dev/null 2>&1 &", Save, "ChangeLockTimeout"),
    ];

    /// <summary>The lines of a script that make it happen to one child's view of the machine, and say how it ended.</summary>
    public string Script
        => $"Meet '{What.Replace("'", "''", StringComparison.Ordinal)}' '{Break.Replace("'", "''", StringComparison.Ordinal)}' {{ {Command} -WarningAction SilentlyContinue }}";

    /// <summary>How it must end.</summary>
    public string Expected => $"{What}: {(ErrorId is null ? "saved, whole" : ErrorId + ", all as before")}";
}
