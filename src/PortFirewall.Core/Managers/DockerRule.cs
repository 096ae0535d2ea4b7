using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>
/// The rules that Docker puts into built-in chains, by their exact form (moby, <c>libnetwork/drivers/bridge</c>): whoever leaves them out of a file
/// must not leave out what an administrator wrote about the same bridge.
/// </summary>
internal static partial class DockerRule
{
    public static bool IsLoose(IptablesRule rule) => (rule.Table, rule.Chain) switch
    {
        ("nat", "POSTROUTING") => Masquerade().IsMatch(rule.Specification) || Hairpin().IsMatch(rule.Specification),
        ("filter", "FORWARD") => Forward().IsMatch(rule.Specification),
        _ => false,
    };

    private const string Bridge = "(?:docker0|docker_gwbridge|br-[0-9a-f]{12})";

    [GeneratedRegex($@"^-s [0-9a-f.:]+/\d+ ! -o {Bridge} -j MASQUERADE$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Masquerade();

    [GeneratedRegex(@"^-s (?<own>[0-9a-f.:]+/\d+) -d \k<own> -p (tcp|udp|sctp) -m (tcp|udp|sctp) --dport \d+ -j MASQUERADE$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hairpin();

    [GeneratedRegex($@"^(-o {Bridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT|-i (?<one>{Bridge}) ! -o \k<one> -j ACCEPT|-i (?<both>{Bridge}) -o \k<both> -j (ACCEPT|DROP))$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Forward();
}
