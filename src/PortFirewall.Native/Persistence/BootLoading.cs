namespace PortFirewall;

/// <summary>Whether something loads a file at boot.</summary>
/// <param name="IsEnabled">Whether it does.</param>
/// <param name="Command">The command that makes it do so.</param>
internal sealed record BootLoading(bool IsEnabled, string Command);
