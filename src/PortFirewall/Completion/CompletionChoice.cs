namespace PortFirewall;

/// <summary>Something to choose from.</summary>
/// <param name="Text">The value, as the parameter takes it.</param>
/// <param name="ToolTip">What it is.</param>
internal sealed record CompletionChoice(string Text, string ToolTip);
