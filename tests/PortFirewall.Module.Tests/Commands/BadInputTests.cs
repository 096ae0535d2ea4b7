using System.Management.Automation;

namespace PortFirewall;

/// <summary>
/// Bad input is a named error that says what to do, before anything ran: every command here names a network namespace that does
/// not exist, which would be the error if anything had looked for it.
/// </summary>
public sealed class BadInputTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private static readonly string[] PortCommands =
        ["Add-IptablesPortRule", "Test-IptablesRule", "Find-IptablesInsertPosition", "Test-PortPath", "Show-PortPath", "Remove-IptablesRule"];

    private readonly Engine _engine = shared.Engine;

    public static TheoryData<string, string, string, ErrorCategory, string> Inputs()
    {
        var data = new TheoryData<string, string, string, ErrorCategory, string>();
        foreach (var command in PortCommands)
        {
            foreach (var port in new[] { "0", "65536", "-1", "99999999999999999999", "0-5", "65535-65536", "1.5", " " })
                data.Add(command, "-Port", "PortOutOfRange", ErrorCategory.InvalidArgument, port);
            data.Add(command, "-Port", "PortRangeReversed", ErrorCategory.InvalidArgument, "6010-6000");
            data.Add(command, "-Port", "PortRangeReversed", ErrorCategory.InvalidArgument, "6010:6000");
            data.Add(command, "-Port", "ServiceNotFound", ErrorCategory.ObjectNotFound, "no-such-service");
            data.Add(command, "-Port", "ServiceNotFound", ErrorCategory.ObjectNotFound, "22 -j ACCEPT");
            foreach (var protocol in new[] { "icmp", "all", "6", "tcp udp", "-x" })
                data.Add(command, "-Port 22 -Protocol", "ProtocolWithoutPorts", ErrorCategory.InvalidArgument, protocol);
            foreach (var address in new[] { "192.0.2.300", "192.0.2.0/33", "2001:db8::/129", "host.example", "-s", "192.0.2.1 -j ACCEPT", "192.0.2.1\n" })
            {
                data.Add(command, "-Port 22 -Source", "InvalidAddress", ErrorCategory.InvalidArgument, address);
                data.Add(command, "-Port 22 -Destination", "InvalidAddress", ErrorCategory.InvalidArgument, address);
            }
            data.Add(command, "-Port 22 -AddressFamily IPv6 -Source", "AddressFamilyMismatch", ErrorCategory.InvalidArgument, "192.0.2.1");
            data.Add(command, "-Port 22 -AddressFamily IPv4 -Destination", "AddressFamilyMismatch", ErrorCategory.InvalidArgument, "2001:db8::1");
            data.Add(command, "-Port 22 -Source 192.0.2.1 -Destination", "AddressFamilyMismatch", ErrorCategory.InvalidArgument, "2001:db8::1");
            foreach (var name in new[] { "sixteen-letters1", "eth 0", "eth/0", "-eth0", "!eth0", "eth0\n", "eth:0", "eth\u00070" })
                data.Add(command, "-Port 22 -InInterface", "InvalidInterfaceName", ErrorCategory.InvalidArgument, name);
            data.Add(command, "-Port 22 -ConnectionState", "InvalidConnectionState", ErrorCategory.InvalidArgument, "OPEN");
            data.Add(command, "-Port 22 -ConnectionState", "InvalidConnectionState", ErrorCategory.InvalidArgument, "NEW\n-J ACCEPT");
        }
        foreach (var command in PortCommands.Where(c => c is not ("Test-PortPath" or "Show-PortPath")))
        {
            foreach (var chain in new[] { "-F", "IN PUT", "INPUT\n-P", "!INPUT", "twenty-nine-letters-or-more-1" })
                data.Add(command, "-Port 22 -Chain", "InvalidChainName", ErrorCategory.InvalidArgument, chain);
        }
        foreach (var command in new[] { "Add-IptablesPortRule", "Test-IptablesRule", "Remove-IptablesRule" })
        {
            foreach (var comment in new[] { "a \"b\"", "it's", "a\\b", "a\n-A INPUT -j ACCEPT", "a\u0000b", "a\tb", new string('x', 256), new string('é', 128), "\u2028" })
                data.Add(command, "-Port 22 -Comment", "InvalidComment", ErrorCategory.InvalidArgument, comment);
        }
        foreach (var command in new[] { "Test-IptablesRule", "Remove-IptablesRule" })
        {
            data.Add(command, "-Port 22 -Target", "InvalidTarget", ErrorCategory.InvalidArgument, "-x");
            data.Add(command, "-Port 22 -Table", "TableNotFound", ErrorCategory.ObjectNotFound, "nope");
            data.Add(command, "-Specification", "InvalidSpecification", ErrorCategory.InvalidData, "-j \"ACCEPT");
        }
        foreach (var command in new[] { "Get-IptablesChain", "Get-IptablesRule" })
        {
            data.Add(command, "INPUT -Table", "TableNotFound", ErrorCategory.ObjectNotFound, "nope");
            data.Add(command, "", "InvalidChainName", ErrorCategory.InvalidArgument, "-F");
            data.Add(command, "", "InvalidWildcard", ErrorCategory.InvalidArgument, "[f2b");
        }
        data.Add("Trace-PortPath", "-While { } -Port", "PortOutOfRange", ErrorCategory.InvalidArgument, "0");
        data.Add("Trace-PortPath", "-While { } -Port", "PortRangeReversed", ErrorCategory.InvalidArgument, "9-8");
        data.Add("Trace-PortPath", "-While { } -Port", "ServiceNotFound", ErrorCategory.ObjectNotFound, "x y");
        data.Add("Trace-PortPath", "22 -While { } -Protocol", "ProtocolWithoutPorts", ErrorCategory.InvalidArgument, "icmp");
        data.Add("Trace-PortPath", "22 -While { } -Source", "InvalidAddress", ErrorCategory.InvalidArgument, "host.example");
        data.Add("Trace-PortPath", "22 -While { } -Destination", "InvalidAddress", ErrorCategory.InvalidArgument, "192.0.2.1; x");
        data.Add("Trace-PortPath", "22 -While { } -AddressFamily IPv6 -Source", "AddressFamilyMismatch", ErrorCategory.InvalidArgument, "192.0.2.1");
        data.Add("Trace-PortPath", "22 -While { } -InInterface", "InvalidInterfaceName", ErrorCategory.InvalidArgument, "eth 0");
        data.Add("Get-IptablesRule", "-Target", "InvalidWildcard", ErrorCategory.InvalidArgument, "[ACCEPT");
        data.Add("Get-IptablesRule", "-Comment", "InvalidWildcard", ErrorCategory.InvalidArgument, "ticket [");
        data.Add("Find-IptablesRuleIssue", "", "InvalidWildcard", ErrorCategory.InvalidArgument, "[f2b");
        data.Add("Get-IptablesRule", "-Port", "PortOutOfRange", ErrorCategory.InvalidArgument, "0");
        data.Add("Get-PortListener", "-Port", "PortOutOfRange", ErrorCategory.InvalidArgument, "70000");
        data.Add("Get-PortListener", "-Port", "PortRangeReversed", ErrorCategory.InvalidArgument, "9-8");
        data.Add("Get-PortListener", "-Port", "ServiceNotFound", ErrorCategory.ObjectNotFound, "no-such-service");
        data.Add("Get-PortListener", "22 -Protocol", "ProtocolWithoutPorts", ErrorCategory.InvalidArgument, "icmp");
        return data;
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void It_is_named_before_anything_ran(string command, string parameter, string id, ErrorCategory category, string value)
    {
        _engine.Set("value", value);
        var result = _engine.Run($"{command} {parameter} $value -NetworkNamespace pf-no-such");
        Assert.Empty(result.Output);
        result.FailsWith(id, category, value);
    }

    [Theory]
    [InlineData("Get-IptablesChain")]
    [InlineData("Get-IptablesRule")]
    [InlineData("Get-PortListener")]
    [InlineData("Get-FirewallEnvironment")]
    [InlineData("Test-IptablesRule 22")]
    [InlineData("Find-IptablesInsertPosition 22")]
    [InlineData("Test-PortPath 22")]
    [InlineData("Show-PortPath 22")]
    [InlineData("Trace-PortPath 22 -While { }")]
    [InlineData("Add-IptablesPortRule 22")]
    [InlineData("Add-IptablesPortRule 22 -AddressFamily IPv4")]
    [InlineData("Remove-IptablesRule -Port 22")]
    [InlineData("Save-IptablesRuleset -Force -Path /no/such/folder/rules")]
    public void A_namespace_that_is_not_there_and_a_name_that_can_be_none(string command)
    {
        _engine.Run($"{command} -NetworkNamespace pf-no-such").FailsWith("NetworkNamespaceNotFound", ErrorCategory.ObjectNotFound, "pf-no-such");
        foreach (var name in new[] { "../run", "-all", "a b", ".." })
        {
            _engine.Set("value", name);
            _engine.Run($"{command} -NetworkNamespace $value").FailsWith("InvalidNetworkNamespaceName", ErrorCategory.InvalidArgument, name);
        }
    }

    [Theory]
    [InlineData("example.net", "0", "", "PortOutOfRange", "0")]
    [InlineData("example.net", "9-8", "", "PortRangeReversed", "9-8")]
    [InlineData("-oProxyCommand=x", "22", "", "InvalidComputerName", "-oProxyCommand=x")]
    [InlineData("a b", "22", "", "InvalidComputerName", "a b")]
    [InlineData("192.0.2.1", "22", "-From 'ftp://x'", "InvalidVantage", "ftp://x")]
    [InlineData("192.0.2.1", "22", "-From 'netns:'", "InvalidVantage", "netns:")]
    [InlineData("192.0.2.1", "22", "-From 'netns:../x'", "InvalidNetworkNamespaceName", "../x")]
    [InlineData("192.0.2.1", "22", "-AddressFamily IPv6", "AddressFamilyMismatch", "192.0.2.1")]
    public void A_probe_is_checked_before_the_first_packet(string computer, string port, string more, string id, string target)
    {
        var result = _engine.Run($"Confirm-PortReachable -ComputerName '{computer}' -Port '{port}' {more}");
        Assert.Empty(result.Output);
        result.FailsWith(id, ErrorCategory.InvalidArgument, target);
    }

    [Fact]
    public void A_bad_rule_in_a_pipeline_does_not_stop_the_rest()
        => Assert.Equal(
            "PortOutOfRange NetworkNamespaceNotFound PortOutOfRange",
            _engine.Run("0, 22, 70000 | Test-PortPath -NetworkNamespace pf-no-such").ErrorIds);
}
