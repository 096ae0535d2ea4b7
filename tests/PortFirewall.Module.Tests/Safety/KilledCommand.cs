namespace PortFirewall;

/// <summary>A command that is to be killed.</summary>
/// <param name="Name">What the figures are called.</param>
/// <param name="Command">The command, with <c>@on</c> for what leads to the server, and <c>@more</c> for the client or the files.</param>
/// <param name="Undo">What undoes it.</param>
/// <param name="Kind">On what it works.</param>
internal sealed record KilledCommand(string Name, string Command, string Undo, KilledCommandKind Kind = KilledCommandKind.Rules);
