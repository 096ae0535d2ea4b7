using System.Net;

namespace PortFirewall.Fuzz;

/// <summary>What must hold of knowing a reply, whatever datagram comes. The first byte of an input chooses the application.</summary>
internal static class ReplyProperties
{
    private static readonly IPEndPoint Server = new(IPAddress.Parse("198.51.100.1"), 4433);

    // Made once: a reply is to one request, and what is found must be found again.
    private static readonly DatagramRequest[] Requests = [.. DatagramApplications.All.Select(application => application.NewRequest(Server))];

    /// <summary>A reply to each, and each request itself.</summary>
    public static IReadOnlyList<byte[]> Samples { get; } =
    [
        .. DatagramApplications.All.SelectMany((application, i) => new[]
        {
            [(byte)i, .. Replies.To(application.Name!, Requests[i].Payload) ?? []],
            (byte[])[(byte)i, .. Requests[i].Payload],
        }),
    ];

    /// <summary>Why a property does not hold of these bytes; null where all hold.</summary>
    public static string? FindFault(byte[] bytes)
    {
        if (bytes.Length == 0)
            return null;
        try
        {
            var request = Requests[bytes[0] % Requests.Length];
            var datagram = bytes.AsSpan(1);
            var phrase = request.Read(datagram);
            if (phrase is not null && request.IsAnsweredFromAnyPort)
                _ = request.Farewell(datagram);
            return IsShown(phrase) && IsShown(DatagramText.Of(datagram)) ? null : "what is shown of a reply is long, or holds what a terminal obeys";
        }
#pragma warning disable CA1031 // Any exception is what is being looked for.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failure.ToString();
        }
    }

    private static bool IsShown(string? text) => text is null || (text.Length is > 0 and < 400 && !text.Any(char.IsControl));
}
