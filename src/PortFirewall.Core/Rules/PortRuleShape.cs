namespace PortFirewall;

/// <summary>Everything of a <see cref="PortRule"/> but its port and its comment.</summary>
internal readonly record struct PortRuleShape(
    AddressFamily Family,
    string Protocol,
    string? Source,
    string? Destination,
    string? InInterface,
    string ConnectionStates,
    string Table,
    string Chain,
    string Target);
