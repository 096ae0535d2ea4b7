using System.Management.Automation;
using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>Reads what to send to a UDP port, and what must come back, from the forms that a person has for it.</summary>
internal static class DatagramInput
{
    /// <summary>What is spoken; null where a connection is asked for.</summary>
    /// <param name="protocol">The protocol, checked.</param>
    /// <param name="application">The value of <c>-Application</c>; empty where a piped object has none.</param>
    /// <param name="payload">The value of <c>-Payload</c>.</param>
    /// <param name="expect">The value of <c>-Expect</c>.</param>
    /// <exception cref="FirewallException">
    /// <c>ProtocolNotProbed</c>, <c>DatagramNotGiven</c>, <c>DatagramForConnection</c>, <c>ApplicationWithPayload</c>, <c>ExpectationWithoutPayload</c>,
    /// <c>ApplicationNotKnown</c>, and those of reading the values.
    /// </exception>
    public static DatagramApplication? Read(string protocol, string? application, object? payload, object? expect)
    {
        var isNamed = !string.IsNullOrEmpty(application);
        if (protocol == "tcp")
        {
            return isNamed ? throw ProbeErrors.DatagramForConnection("Application", protocol)
                : payload is not null ? throw ProbeErrors.DatagramForConnection("Payload", protocol)
                : expect is not null ? throw ProbeErrors.DatagramForConnection("Expect", protocol)
                : null;
        }
        if (protocol != "udp")
            throw ProbeErrors.ProtocolNotProbed(protocol);
        if (isNamed)
            return payload is null && expect is null ? DatagramApplications.Require(application!) : throw ProbeErrors.ApplicationWithPayload();
        if (payload is null)
            throw expect is null ? ProbeErrors.DatagramNotGiven() : ProbeErrors.ExpectationWithoutPayload();
        return DatagramApplication.OfPayload(Bytes(payload, "Payload"), expect is null ? null : Expectation(expect));
    }

    private static ReplyExpectation Expectation(object value)
    {
        if (Unwrap(value) is Regex expression)
            return ReplyExpectation.OfExpression(expression);
        var bytes = Bytes(value, "Expect");
        return bytes.Length > 0 ? ReplyExpectation.OfBytes(bytes) : throw InputErrors.EmptyValue("Expect");
    }

    private static byte[] Bytes(object value, string parameter) => Unwrap(value) switch
    {
        // An empty text is a variable that was never set; an empty datagram is asked for with no bytes, or 'hex:'.
        "" => throw InputErrors.EmptyValue(parameter),
        string text => PayloadText.Read(text, parameter),
        byte[] bytes => bytes,
        System.Collections.IEnumerable items when LanguagePrimitives.TryConvertTo<byte[]>(items, out var bytes) => bytes,
        var other => throw ProbeErrors.InvalidDatagramBytes(parameter, other.GetType().Name),
    };

    private static object Unwrap(object value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
