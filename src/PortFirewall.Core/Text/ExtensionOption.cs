namespace PortFirewall;

/// <summary>A long option of a match or target, with its dashes.</summary>
internal readonly record struct ExtensionOption(string Name, bool TakesValue);
