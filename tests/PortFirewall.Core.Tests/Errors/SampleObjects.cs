using System.Net;

namespace PortFirewall.Core.Tests.Errors;

/// <summary>What sample errors are about: one server, shop, whose port 2222 is to be opened.</summary>
internal static class SampleObjects
{
    public static IptablesRule Allow { get; } = Rule(5, "-p tcp -m tcp --dport 2222 -j ACCEPT");

    public static IptablesRule Rule(int number, string specification, string chain = "INPUT", string? networkNamespace = null) => new()
    {
        Number = number,
        Chain = chain,
        Table = "filter",
        AddressFamily = AddressFamily.IPv4,
        Specification = specification,
        NetworkNamespace = networkNamespace,
    };

    public static PortProbe Probe(ProbeOutcome outcome, string detail) => new()
    {
        ComputerName = "192.0.2.10",
        RemoteAddress = IPAddress.Parse("192.0.2.10"),
        Port = 2222,
        Protocol = "tcp",
        Outcome = outcome,
        Vantage = "ssh://jump.example.net",
        CrossesNetwork = true,
        Detail = detail,
    };

    public static PortProof Proof(string finding) => new()
    {
        Rule = Rule(3, "-p tcp -m tcp --dport 2222 -j ACCEPT"),
        PacketsBefore = 0,
        PacketsAfter = 0,
        ByteDelta = 0,
        Probe = [],
        Confirmed = false,
        Finding = finding,
    };

    public static PortListener Listener(string address) => new()
    {
        Protocol = "tcp",
        AddressFamily = AddressFamily.IPv4,
        LocalAddress = IPAddress.Parse(address),
        Port = 5432,
        Scope = IPAddress.IsLoopback(IPAddress.Parse(address)) ? ListenerScope.Loopback : ListenerScope.Address,
        AcceptsIPv4 = true,
        AcceptsIPv6 = false,
        ProcessName = "postgres",
    };

    public static IptablesRollback Rollback(IptablesRollbackState state, string? message = null) => new()
    {
        Id = "c0ffee12",
        State = state,
        Command = "Add-IptablesPortRule",
        Change = ["IPv4 filter INPUT: added -p tcp -m tcp --dport 2222 -j ACCEPT"],
        Armed = default,
        Deadline = default,
        RemainingSeconds = 0,
        Message = message,
        AddressFamily = [AddressFamily.IPv4],
    };

    public static PortPath Path { get; } = new()
    {
        AddressFamily = AddressFamily.IPv4,
        Protocol = "tcp",
        Port = "2222",
        Verdict = PortVerdict.Accept,
        DecidedBy = "INPUT:policy",
        Basis = PathBasis.Analysis,
        Segments = [new PortPathSegment { Port = "2222", Verdict = PortVerdict.Accept, DecidedBy = "INPUT:policy", Conditions = [], Via = [] }],
    };
}
