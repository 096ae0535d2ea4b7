using System.Globalization;
using System.Net;
using System.Text;

namespace PortFirewall;

/// <summary>What the script on the far side of a vantage is asked to do, as lines of data behind the script.</summary>
internal static class FarRequest
{
    /// <summary>How many ports the far side may choose from to connect from: the kernel's usual range for that.</summary>
    private const int LocalPorts = 28_000;

    /// <summary>Writes everything for standard input of <c>sh -s</c>.</summary>
    /// <param name="plan">What to probe.</param>
    /// <param name="token">Letters and digits that nobody can guess; they begin each line of the answer.</param>
    /// <param name="script">The program for <c>sh</c>.</param>
    /// <param name="python">The program for <c>python3</c>, without a single quote in it.</param>
    /// <param name="seed">Any number: the ports to connect from are counted from there.</param>
    /// <param name="datagrams">What to send over UDP and where to; null for connections, and for looking up names.</param>
    public static string Write(ProbePlan plan, string token, string script, string python, int seed, IEnumerable<FarQuestion>? datagrams = null)
    {
        var again = Math.Min(1, plan.Timeout.TotalSeconds / 2);
        var text = new StringBuilder()
            .Append("token=").Append(token).Append('\n')
            .Append("python='").Append(python).Append("'\n")
            .Append(script)
            // Quoted, so that the shell takes nothing in these lines for its own.
            .Append("main <<'").Append(token).Append("'\n")
            .Append(CultureInfo.InvariantCulture, $"wait {plan.Timeout.TotalSeconds:0.###} {Math.Ceiling(plan.Timeout.TotalSeconds):0} {again:0.###}\n")
            .Append(CultureInfo.InvariantCulture, $"first {seed % LocalPorts}\n");
        if (datagrams is null)
            WriteComputers(text, plan);
        else
            WriteDatagrams(text, datagrams);
        return text.Append(token).Append('\n').ToString();
    }

    private static void WriteComputers(StringBuilder text, ProbePlan plan)
    {
        // What goes over UDP is made for the address it goes to, so names come first, by themselves.
        if (plan.Datagram is null)
        {
            foreach (var port in plan.EachPort)
                text.Append(CultureInfo.InvariantCulture, $"port {port}\n");
        }
        text.Append("go\n");
        for (var number = 0; number < plan.ComputerNames.Count; number++)
            text.Append(CultureInfo.InvariantCulture, $"{Line(number, plan.ComputerNames[number], plan)}\n");
    }

    private static void WriteDatagrams(StringBuilder text, IEnumerable<FarQuestion> datagrams)
    {
        text.Append("udp\ngo\n");
        FarAddress? to = null;
        foreach (var question in datagrams)
        {
            var (number, address) = (question.To.Number, question.To.Address + question.To.Zone);
            if (question.To != to)
                text.Append(CultureInfo.InvariantCulture, $"address {number} {address}\n");
            to = question.To;
            text.Append(CultureInfo.InvariantCulture, $"ask {number} {address} {question.Port} {(question.Request.IsAnsweredFromAnyPort ? "any" : "same")} ");
            // As printf(1) takes it: nothing but digits, so that nothing in it means anything to a shell.
            foreach (var value in question.Request.Payload)
                text.Append('\\').Append((char)('0' + (value >> 6))).Append((char)('0' + ((value >> 3) & 7))).Append((char)('0' + (value & 7)));
            text.Append(question.Request.Payload.Length == 0 ? "-\n" : "\n");
        }
    }

    private static string Line(int number, string name, ProbePlan plan)
    {
        if (ComputerName.LiteralFamily(name) is null)
            return $"name {number} {name} {(plan.Wants(AddressFamily.IPv4) ? "4" : "")}{(plan.Wants(AddressFamily.IPv6) ? "6" : "")}";
        // The kernel's spelling: what one tool takes for an address another need not. A zone is for the far side to know.
        var zone = name.IndexOf('%');
        var address = IPAddress.Parse(zone < 0 ? name : name[..zone]);
        return $"address {number} {(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}{(zone < 0 ? "" : name[zone..])}";
    }
}
