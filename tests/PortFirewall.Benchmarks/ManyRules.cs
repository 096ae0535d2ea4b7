using System.Globalization;

namespace PortFirewall.Benchmarks;

/// <summary>The text of a rule set in its everyday shape: replies and lo first, then many rules on addresses and ports, then the policy DROP.</summary>
internal static class ManyRules
{
    public static string Write(int rules)
    {
        var lines = Enumerable.Range(0, rules - 2).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"[0:0] -A INPUT -s 10.{(i >> 16) & 255}.{(i >> 8) & 255}.{i & 255}/32 -p tcp -m tcp --dport {1024 + (i % 60_000)} -j {(i % 3 == 0 ? "DROP" : "ACCEPT")}\n"));
        return "*filter\n:INPUT DROP [0:0]\n[0:0] -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n[0:0] -A INPUT -i lo -j ACCEPT\n"
            + string.Concat(lines) + "COMMIT\n";
    }
}
