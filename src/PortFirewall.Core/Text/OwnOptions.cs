namespace PortFirewall;

/// <summary>iptables' own long options, each with the short one that it stands for (<c>iptables/iptables.c</c>, <c>original_opts</c>).</summary>
internal static class OwnOptions
{
    public static readonly (string Long, string Short)[] All =
    [
        ("--source", "-s"), ("--src", "-s"), ("--destination", "-d"), ("--dst", "-d"), ("--protocol", "-p"), ("--in-interface", "-i"), ("--out-interface", "-o"),
        ("--fragments", "-f"), ("--match", "-m"), ("--jump", "-j"), ("--goto", "-g"),
        // What is no part of a rule makes beginnings ambiguous all the same.
        ("--append", "-A"), ("--delete", "-D"), ("--check", "-C"), ("--insert", "-I"), ("--replace", "-R"), ("--list", "-L"), ("--list-rules", "-S"), ("--flush", "-F"), ("--zero", "-Z"),
        ("--new-chain", "-N"), ("--delete-chain", "-X"), ("--rename-chain", "-E"), ("--policy", "-P"), ("--table", "-t"), ("--numeric", "-n"), ("--verbose", "-v"), ("--wait", "-w"),
        ("--wait-interval", "-W"), ("--exact", "-x"), ("--version", "-V"), ("--help", "-h"), ("--line-numbers", "-0"), ("--modprobe", "-M"), ("--set-counters", "-c"), ("--ipv4", "-4"), ("--ipv6", "-6"),
    ];
}
