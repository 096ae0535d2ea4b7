namespace PortFirewall.Host.Tests;

/// <summary>What a run of the host has left: its exit status and what it wrote.</summary>
internal sealed record HostResult(int Status, string Output, string Errors)
{
    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
