namespace PortFirewall;

/// <summary>Errors about probing a port.</summary>
internal static class ProbeErrors
{
    public static FirewallException ProtocolNotProbed(string protocol) => FirewallException.Create(
        FirewallErrorKind.NotImplemented, protocol,
        $"A {protocol} port can't be probed by PortFirewall.",
        "Probe with -Protocol tcp or udp, or prove the port with the application's own client or log.");

    public static FirewallException DatagramNotGiven() => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, null,
        "A UDP port answers only what its application understands, and nothing says what to send.",
        "Name the application (-Application dns; the help has the list), or give what to send (-Payload) and, where it can be told, what must come back (-Expect).");

    public static FirewallException DatagramForConnection(string parameter, string protocol) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, protocol,
        $"The parameter -{parameter} is about datagrams, and {protocol} was asked for.",
        $"Leave out -Protocol or set it to udp, or leave out -{parameter} to make a {protocol} connection.");

    public static FirewallException ApplicationWithPayload() => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, null,
        "The parameter -Application makes its own request and knows the reply to it, so it does not go together with -Payload or -Expect.",
        "Give either -Application, or -Payload with -Expect.");

    public static FirewallException ExpectationWithoutPayload() => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, null,
        "The parameter -Expect says what the reply to a payload must be, and there is no payload.",
        "Give -Payload too.");

    public static FirewallException ApplicationNotKnown(string name, IEnumerable<string> known) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, name,
        $"'{(name.Length > 60 ? name[..60] + "…" : name)}' is not an application whose datagrams PortFirewall knows.",
        $"Use one of {string.Join(", ", known)}; for any other application give -Payload and -Expect.");

    /// <param name="place">The place to connect from, or where the piped listener is.</param>
    public static FirewallException ComputerNameNotGiven(string place) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, place,
        $"Nobody said whom to reach. Without a name, it is whoever asks: '{HostVantage.Name}', which is not the same host as {place}.",
        "Give -ComputerName: a name or an address by which the place that connects knows the server.");

    public static FirewallException PortNotGiven(string? application) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, application,
        application is null ? "There is no port to probe." : $"The application {application} has no port of its own.",
        "Give -Port.");

    /// <param name="bytes">How many bytes could be read: the text itself may be a secret.</param>
    /// <param name="parameter">The parameter.</param>
    public static FirewallException InvalidHexText(int bytes, string parameter) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, parameter,
        $"Behind 'hex:' the parameter -{parameter} has whole bytes in hexadecimal, and what follows {(bytes == 0 ? "it" : bytes == 1 ? "the first byte" : $"the first {bytes} bytes")} is something else.",
        "Write two digits a byte, such as 'hex:00 ff 0a'; text that begins with 'hex:' can be given as bytes.");

    public static FirewallException InvalidDatagramBytes(string parameter, string type) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, parameter,
        $"The parameter -{parameter} can't be read from {type}.",
        parameter == "Expect"
            ? "Give text, 'hex:' with digits, bytes ([byte[]]), or an expression ([regex])."
            : "Give text, 'hex:' with digits, or bytes ([byte[]]).");

    public static FirewallException PayloadTooLong(int length, int longest) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, length,
        $"The payload has {length} bytes, and a datagram to these addresses carries {longest} at most.",
        "Send less.");
}
