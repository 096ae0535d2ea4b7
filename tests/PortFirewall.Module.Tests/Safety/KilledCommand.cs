namespace PortFirewall;

/// <summary>A command that is to be killed.</summary>
/// <param name="Name">What the figures are called.</param>
/// <param name="Command">The command, with <c>@on</c> for what leads to the server.</param>
/// <param name="Undo">What undoes it.</param>
internal sealed record KilledCommand(string Name, string Command, string Undo);
