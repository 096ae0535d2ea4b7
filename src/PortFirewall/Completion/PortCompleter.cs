using System.Globalization;

namespace PortFirewall;

/// <summary>Offers ports: first those that something listens on, each with the process and the address, then the services of <c>/etc/services</c>.</summary>
internal class PortCompleter : Completer
{
    /// <summary>Numbers, and names of services. A service is found by its number too.</summary>
    protected override IEnumerable<CompletionChoice> Known(TypedCommand command)
    {
        var protocols = ProtocolsOf(command);
        var services = ServiceNames.System.All.Where(s => protocols.Contains(s.Protocol)).ToList();
        return services.GroupBy(s => s.Name, StringComparer.Ordinal).Select(g => new CompletionChoice(g.Key, string.Join("; ", g.Select(s => $"{s.Protocol} port {s.Port}"))))
            .Concat(services.GroupBy(s => s.Port).Select(g => new CompletionChoice(Text(g.Key), string.Join("; ", g.Select(s => $"{s.Name}, {s.Protocol}")))));
    }

    /// <inheritdoc/>
    protected override async Task<IEnumerable<CompletionChoice>> FindAsync(TypedCommand command, CancellationToken cancellation)
    {
        var place = command.NetworkNamespace;
        // In a lab that is yet to be made, nothing listens.
        if (command.Name.Contains("New-", StringComparison.OrdinalIgnoreCase) || !command.IsPlaceKnown || (place is not null && !Elevation.IsAtHand(NativeTool.Ip)))
            return [];
        var protocols = ProtocolsOf(command);
        return (await ListenerReader.ReadAtHandAsync(place, cancellation)).Where(l => protocols.Contains(l.Protocol))
            .GroupBy(l => l.Port).OrderBy(g => g.Key)
            .Select(g => new CompletionChoice(Text(g.Key), string.Join("; ", g.Select(ToolTip).Distinct(StringComparer.Ordinal))));
    }

    /// <summary>A number of a service that nobody listens on is for who types a number.</summary>
    protected override bool Matches(CompletionChoice choice, TypedWord word)
        => base.Matches(choice, word) && (word.Text.Length > 0 || choice.ToolTip.Contains(Listens, StringComparison.Ordinal) || !char.IsAsciiDigit(choice.Text[0]));

    /// <summary>The protocols that are meant where none was typed.</summary>
    private protected virtual IReadOnlyList<string> ProtocolsMeant(TypedCommand command)
        // Applications are asked over UDP.
        => command.Has("Application") || command.Has("Payload") ? ["udp"] : ["tcp"];

    private const string Listens = " listens on ";

    private static string ToolTip(PortListener listener)
        => $"{listener.ProcessName ?? "something"}{(listener.ProcessId is { } id ? $" ({id})" : "")}{Listens}{listener.Protocol} {listener.LocalAddress}{(listener.Interface is { } on ? $", {on}" : "")}";

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private IReadOnlyList<string> ProtocolsOf(TypedCommand command)
        => command.IsUnknown("Protocol") ? ProtocolNumbers.WithPorts
            : command.Texts("Protocol") is { Count: > 0 } typed ? [.. typed.Select(p => p.ToLowerInvariant())]
            : ProtocolsMeant(command);
}
