namespace PortFirewall;

/// <summary>What becomes of packets.</summary>
public enum PortVerdict
{
    /// <summary>They get through to the service: of this host or, where a rule of <c>nat</c> sends them on, of the host that they are sent to.</summary>
    Accept,

    /// <summary>They vanish. Where undecided matches choose between this and <see cref="Reject"/>, no answer is promised, and all who may decide are named.</summary>
    Drop,

    /// <summary>They are answered with an error.</summary>
    Reject,

    /// <summary>Some of them one, some another: see the segments.</summary>
    Mixed,

    /// <summary>It hangs on something that can't be decided from the rules: see the conditions.</summary>
    Unknown,
}
