using System.Management.Automation;

namespace PortFirewall.Benchmarks;

/// <summary>
/// Takes what <c>Add-IptablesPortRule</c> takes from a pipeline, and does nothing with it: what the engine itself needs to look for
/// each of these parameters on each object.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "EmptyPortRule")]
public sealed class EmptyPortRuleCommand : PSCmdlet
{
    /// <summary>By value, and by name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public object[] Port { get; set; } = [];

    /// <summary>By name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Protocol { get; set; }

    /// <summary>By name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Source { get; set; }

    /// <summary>By name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Destination { get; set; }

    /// <summary>By name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? InInterface { get; set; }

    /// <summary>By name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? ConnectionState { get; set; }

    /// <summary>By name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Comment { get; set; }

    /// <summary>By name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public bool? AcceptsIPv4 { get; set; }

    /// <summary>By name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Scope { get; set; }

    /// <summary>By name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? AddressFamily { get; set; }

    /// <summary>By name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? NetworkNamespace { get; set; }

    /// <summary>By name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Backend { get; set; }
}
