using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PortFirewall;

/// <summary>One attempt as the far side reports it, each field checked: the far side is another machine, and may say anything.</summary>
internal sealed record FarResult
{
    private const int FieldCount = 11;

    /// <summary>How many datagrams were sent, and one that came.</summary>
    private const int DatagramFieldCount = FieldCount + 2;

    /// <summary>Nanoseconds since 1970 are more than this; those since the start of a machine, which a host without a fine clock tells, are fewer.</summary>
    private const long EarliestClock = 1_000_000_000_000_000_000;

    private static readonly Dictionary<string, SocketError> Errors = new(StringComparer.Ordinal)
    {
        ["0"] = SocketError.Success,
        ["ETIMEDOUT"] = SocketError.TimedOut,
        ["ECONNREFUSED"] = SocketError.ConnectionRefused,
        ["ECONNRESET"] = SocketError.ConnectionReset,
        ["EHOSTUNREACH"] = SocketError.HostUnreachable,
        ["ENETUNREACH"] = SocketError.NetworkUnreachable,
        ["EHOSTDOWN"] = SocketError.HostDown,
        ["ENETDOWN"] = SocketError.NetworkDown,
        ["EACCES"] = SocketError.AccessDenied,
        ["EPERM"] = SocketError.AccessDenied,
        ["ENOPROTOOPT"] = SocketError.ProtocolOption,
        ["EADDRNOTAVAIL"] = SocketError.AddressNotAvailable,
        ["EAFNOSUPPORT"] = SocketError.AddressFamilyNotSupported,
        ["EINVAL"] = SocketError.InvalidArgument,
        ["EMSGSIZE"] = SocketError.MessageSize,
    };

    public required int Number { get; init; }

    public required IPAddress Address { get; init; }

    public required int Port { get; init; }

    /// <summary>Which program connected; null where none could.</summary>
    public string? Tool { get; init; }

    public SocketError Error { get; init; }

    public IcmpError? Icmp { get; init; }

    /// <summary>Whether an ICMP error would be known.</summary>
    public bool IcmpIsKnown { get; init; }

    public bool IcmpSuspected { get; init; }

    public SynProgress Progress { get; init; }

    public IPAddress? Local { get; init; }

    public int? LocalPort { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public TimeSpan? Latency { get; init; }

    /// <summary>How many datagrams were sent.</summary>
    public int Sent { get; init; }

    /// <summary>A datagram that came; null where the attempt is over.</summary>
    public byte[]? Datagram { get; init; }

    /// <summary>Reads the fields behind <c>got</c>: those of an attempt, and what came.</summary>
    /// <returns>Null where they are not what the script writes.</returns>
    public static FarResult? ReadDatagram(ReadOnlySpan<string> fields)
    {
        if (fields.Length != DatagramFieldCount || Read(fields[..FieldCount]) is not { } result)
            return null;
        var hex = fields[FieldCount + 1];
        if (hex != "-" && (!hex.StartsWith('x') || hex.Length % 2 == 0 || !hex.Skip(1).All(char.IsAsciiHexDigit)))
            return null;
        return result with
        {
            Sent = int.TryParse(fields[FieldCount], NumberStyles.None, CultureInfo.InvariantCulture, out var sent) ? sent : 0,
            Datagram = hex == "-" ? null : Convert.FromHexString(hex.AsSpan(1)),
        };
    }

    /// <summary>Reads the fields behind <c>did</c>.</summary>
    /// <returns>Null where they are not what the script writes.</returns>
    public static FarResult? Read(ReadOnlySpan<string> fields)
    {
        if (fields.Length != FieldCount || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || FarLine.ReadAddress(fields[1]) is not { } address || FarLine.ReadPort(fields[2]) is not { } port
            || fields[3] is not ("nc" or "bash" or "python3" or "-"))
            return null;
        var hasTool = fields[3] != "-" && fields[4] != "-";
        return new FarResult
        {
            Number = number,
            Address = address,
            Port = port,
            Tool = hasTool ? fields[3] : null,
            Error = Errors.GetValueOrDefault(fields[4], SocketError.SocketError),
            Icmp = ReadIcmp(fields[5], address),
            IcmpIsKnown = fields[5] is not ("-" or "came"),
            IcmpSuspected = fields[5] == "came",
            Progress = fields[6] switch
            {
                "left" => SynProgress.Left,
                "dropped" => SynProgress.DroppedHere,
                "neighbour" => SynProgress.AwaitsNeighbour,
                _ => SynProgress.Unknown,
            },
            Local = FarLine.ReadAddress(fields[7]),
            LocalPort = FarLine.ReadPort(fields[8]),
            StartedAt = ReadNanoseconds(fields[9]) is { } start and >= EarliestClock ? DateTimeOffset.UnixEpoch.AddTicks(start / TimeSpan.NanosecondsPerTick) : null,
            Latency = ReadNanoseconds(fields[10]) is { } latency ? TimeSpan.FromTicks(latency / TimeSpan.NanosecondsPerTick) : null,
        };
    }

    private static IcmpError? ReadIcmp(string field, IPAddress remote)
    {
        var parts = field.Split(',');
        return parts.Length == 3 && byte.TryParse(parts[0], out var type) && byte.TryParse(parts[1], out var code)
            ? new IcmpError(FarLine.FamilyOf(remote), type, code, FarLine.ReadAddress(parts[2]))
            : null;
    }

    private static long? ReadNanoseconds(string field)
        => long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
