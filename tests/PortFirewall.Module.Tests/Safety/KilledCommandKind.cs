namespace PortFirewall;

/// <summary>On what a command works that is to be killed.</summary>
internal enum KilledCommandKind
{
    /// <summary>The rules of a server.</summary>
    Rules,

    /// <summary>The rules of a lab's server, to which a client connects.</summary>
    Lab,

    /// <summary>A file for each family.</summary>
    Files,

    /// <summary>The rules of a server, with a file for each family that says what they shall be.</summary>
    RulesFromFiles,
}
