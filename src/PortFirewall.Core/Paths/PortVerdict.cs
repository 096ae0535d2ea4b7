namespace PortFirewall;

/// <summary>What becomes of packets.</summary>
public enum PortVerdict
{
    /// <summary>They reach the service.</summary>
    Accept,

    /// <summary>They vanish.</summary>
    Drop,

    /// <summary>They are answered with an error.</summary>
    Reject,

    /// <summary>Some of them one, some another: see the segments.</summary>
    Mixed,

    /// <summary>It hangs on something that can't be decided from the rules: see the conditions.</summary>
    Unknown,
}
