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
    public static string Write(ProbePlan plan, string token, string script, string python, int seed)
    {
        var text = new StringBuilder()
            .Append("token=").Append(token).Append('\n')
            .Append("python='").Append(python).Append("'\n")
            .Append(script)
            // Quoted, so that the shell takes nothing in these lines for its own.
            .Append("main <<'").Append(token).Append("'\n")
            .Append(CultureInfo.InvariantCulture, $"wait {plan.Timeout.TotalSeconds:0.###} {Math.Ceiling(plan.Timeout.TotalSeconds):0}\n")
            .Append(CultureInfo.InvariantCulture, $"first {seed % LocalPorts}\n");
        foreach (var port in plan.EachPort)
            text.Append(CultureInfo.InvariantCulture, $"port {port}\n");
        text.Append("go\n");
        for (var number = 0; number < plan.ComputerNames.Count; number++)
            text.Append(CultureInfo.InvariantCulture, $"{Line(number, plan.ComputerNames[number], plan)}\n");
        return text.Append(token).Append('\n').ToString();
    }

    private static string Line(int number, string name, ProbePlan plan)
    {
        if (ComputerName.LiteralFamily(name) is null)
            return $"name {number} {name} {(plan.Wants(AddressFamily.IPv4) ? "4" : "")}{(plan.Wants(AddressFamily.IPv6) ? "6" : "")}";
        // The kernel's spelling: what one tool takes for an address another need not. A zone is for the far side to know.
        var zone = name.IndexOf('%');
        var address = IPAddress.Parse(zone < 0 ? name : name[..zone]);
        return $"address {number} {address}{(zone < 0 ? "" : name[zone..])}";
    }
}
