namespace PortFirewall;

/// <summary>What sort of thing went wrong. The module turns it into the PowerShell error category of the same name.</summary>
public enum FirewallErrorKind
{
    /// <summary>A value that was given can't be used.</summary>
    InvalidArgument,

    /// <summary>Text or a file that can't be read as what it should be.</summary>
    InvalidData,

    /// <summary>What was asked makes no sense in the state that the firewall is in.</summary>
    InvalidOperation,

    /// <summary>A chain, rule, listener, namespace or name is not there.</summary>
    ObjectNotFound,

    /// <summary>A native tool is not installed.</summary>
    NotInstalled,

    /// <summary>Neither root nor <c>sudo -n</c> may do it.</summary>
    PermissionDenied,

    /// <summary>A bounded wait ended.</summary>
    OperationTimeout,

    /// <summary>A resource is held by somebody else.</summary>
    ResourceBusy,

    /// <summary>A file could not be read or written.</summary>
    WriteError,

    /// <summary>A native tool failed for a reason of its own.</summary>
    FromStdErr,

    /// <summary>A vantage point or host could not be reached.</summary>
    ConnectionError,

    /// <summary>A check of the result found something else than was intended.</summary>
    InvalidResult,

    /// <summary>It is known, and can't be done here.</summary>
    NotImplemented,
}
