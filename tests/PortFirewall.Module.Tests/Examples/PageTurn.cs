namespace PortFirewall;

/// <summary>A command of an example and what comes of it.</summary>
/// <param name="Command">What is typed, without the prompts.</param>
/// <param name="Output">What is printed, without empty lines around it; empty where it is nothing.</param>
internal sealed record PageTurn(string Command, string Output);
