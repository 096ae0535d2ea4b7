namespace PortFirewall;

/// <summary>What a far side has to probe with; each listens on a port of its own (<c>sshd.sh</c>).</summary>
public enum FarSide
{
    /// <summary>nc, bash and python3.</summary>
    All = 2200,

    /// <summary>nc of OpenBSD and nothing else.</summary>
    OpenBsd,

    /// <summary>The traditional nc, which speaks no IPv6, and bash.</summary>
    Traditional,

    /// <summary>nmap's ncat by the name of nc.</summary>
    Ncat,

    /// <summary>bash and nothing else.</summary>
    Bash,

    /// <summary>python3 and nothing else.</summary>
    Python,

    /// <summary>A shell and nothing that connects.</summary>
    None,

    /// <summary>busybox for everything, the shell included.</summary>
    Busybox,

    /// <summary>The traditional nc and nothing else.</summary>
    TraditionalAlone,

    /// <summary>bash, and an ip(8) that tells nothing, as in a sandbox.</summary>
    Routeless,

    /// <summary>An account without a shell.</summary>
    NoShell = 2210,

    /// <summary>A login that prints a lot ahead of the shell.</summary>
    Talkative,

    /// <summary>A command that never answers.</summary>
    Mute,

    /// <summary>One that spoils the script's lines.</summary>
    Garbling,
}
