namespace PortFirewall;

/// <summary>Errors about labs.</summary>
internal static class LabErrors
{
    public static FirewallException InvalidLabName(string name) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, name,
        $"'{(name.Length > 60 ? name[..60] + "…" : name)}' can't be the name of a lab: its namespaces and folders are named after it.",
        "Use 1 to 32 letters, digits, '-', '_' or '.', beginning with a letter or digit.");

    public static FirewallException LabExists(string name) => FirewallException.Create(
        FirewallErrorKind.ResourceBusy, name,
        $"There is a lab '{name}' already, or a network namespace of the name that it would use.",
        $"Choose another name, or remove the lab first: Remove-FirewallLab {name}.");

    public static FirewallException LabNotFound(string name) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, name,
        $"There is no lab '{name}'.",
        "Give the name that New-FirewallLab showed. Only what New-FirewallLab made is ever removed.");

    public static FirewallException PrivilegeRequired(string name) => FirewallException.Create(
        FirewallErrorKind.PermissionDenied, name,
        "Privilege is required to make or remove a lab: its listener runs inside this process, which must be root itself.",
        "Start pwsh as root (sudo pwsh).",
        terminating: true);
}
