using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>
/// The rules that Docker puts into built-in chains, by their exact form (moby, <c>libnetwork/drivers/bridge</c>, versions 20 to 28): whoever leaves
/// them out of a file must not leave out what an administrator wrote about the same bridge. Two forms that administrators write as well are not among
/// them, and do no harm in a file: <c>-i docker0 -j ACCEPT</c> of version 28.0.0, and what guards a port that is published on 127.0.0.1.
/// </summary>
internal static partial class DockerRule
{
    public static bool IsLoose(IptablesRule rule) => (rule.Table, rule.Chain) switch
    {
        ("nat", "POSTROUTING") => Masquerade().IsMatch(rule.Specification) || Hairpin().IsMatch(rule.Specification),
        ("filter", "FORWARD") => Forward().IsMatch(rule.Specification),
        ("raw", "PREROUTING") => DirectAccess().IsMatch(rule.Specification),
        _ => false,
    };

    private const string Bridge = "(?:docker0|docker_gwbridge|br-[0-9a-f]{12})";
    private const string Address = "[0-9a-f.:]+";
    private const string Port = @"-p (tcp|udp|sctp) -m (tcp|udp|sctp) --dport \d+";

    [GeneratedRegex($@"^(-s {Address}/\d+ ! -o {Bridge}|-o {Bridge} -m addrtype --src-type LOCAL) -j (MASQUERADE|SNAT --to-source {Address})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Masquerade();

    [GeneratedRegex($@"^-s (?<own>{Address}/\d+) -d \k<own> {Port} -j MASQUERADE$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hairpin();

    [GeneratedRegex($@"^((-o {Bridge}|-m set --match-set docker-ext-bridges-v[46] dst) -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT|-i (?<one>{Bridge}) ! -o \k<one> -j ACCEPT|-i (?<both>{Bridge}) -o \k<both> -j (ACCEPT|DROP))$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Forward();

    [GeneratedRegex($@"^-d {Address}/(32|128) ! -i {Bridge}( {Port})? -j DROP$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DirectAccess();
}
