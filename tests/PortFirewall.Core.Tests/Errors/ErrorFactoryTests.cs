using System.Net;
using System.Reflection;

namespace PortFirewall.Core.Tests.Errors;

/// <summary>Every error that PortFirewall can report, found by looking for the methods that make one.</summary>
public sealed class ErrorFactoryTests
{
    private const string Nasty = "a\u001b[31m\r\nb";

    public static TheoryData<string, string> Factories
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (type, factory) in All().Select(f => (f.DeclaringType!.Name, f.Name)).Distinct())
                data.Add(type, factory);
            return data;
        }
    }

    [Fact]
    public void No_two_errors_have_the_same_id_but_for_the_same_cause()
        => Assert.Equal(["PrivilegeRequired"], All().GroupBy(f => f.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key));

    [Theory]
    [MemberData(nameof(Factories))]
    public void An_error_is_named_after_its_factory_and_says_what_to_do(string type, string factory)
    {
        foreach (var error in Make(type, factory, "Some thing"))
            AssertWellMade(factory, error);
    }

    // A terminal would obey them.
    [Theory]
    [MemberData(nameof(Factories))]
    public void No_error_shows_control_characters(string type, string factory)
        => Assert.All(Make(type, factory, Nasty), error => Assert.DoesNotContain(error.Message + error.RecommendedAction, char.IsControl));

    private static void AssertWellMade(string factory, FirewallException error)
    {
        Assert.Equal(factory, error.ErrorId);
        Assert.False(string.IsNullOrWhiteSpace(error.Message));
        Assert.True(char.IsUpper(error.Message[0]) || error.Message[0] == '\'', error.Message);
        Assert.EndsWith(".", error.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("..", error.Message.Replace("…", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    internal static IEnumerable<MethodInfo> All()
        => typeof(FirewallException).Assembly.GetTypes().Where(t => t.Name.EndsWith("Errors", StringComparison.Ordinal))
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)).Where(m => m.ReturnType == typeof(FirewallException));

    private static List<FirewallException> Make(string type, string factory, string text)
        => [.. All().Where(m => m.DeclaringType!.Name == type && m.Name == factory)
            .Select(method => (FirewallException)method.Invoke(null, [.. method.GetParameters().Select(p => Value(p.ParameterType, text))])!)];

    private static object? Value(Type type, string text)
    {
        var rule = Rulesets.Drop("-j DROP").RequireChain("filter", "INPUT").Rules[0];
        return type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(int) => 7,
            _ when type == typeof(Exception) => new IOException(text),
            _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(7),
            _ when type == typeof(IptablesRule) => rule,
            _ when type == typeof(PortProof) => new PortProof { Rule = rule, PacketsBefore = 0, PacketsAfter = 0, ByteDelta = 0, Probe = [], Confirmed = false, Finding = "Not proved." },
            _ when type == typeof(PortProbe) => new PortProbe { ComputerName = text, Port = 7, Protocol = "tcp", Outcome = ProbeOutcome.TimedOut, Vantage = "netns:client", CrossesNetwork = true, Detail = "Nothing came back." },
            _ when type == typeof(PortListener) => new PortListener { Protocol = "tcp", AddressFamily = AddressFamily.IPv4, LocalAddress = IPAddress.Loopback, Port = 7, Scope = ListenerScope.Loopback, AcceptsIPv4 = true, AcceptsIPv6 = false, ProcessName = text },
            _ when type == typeof(PortPath) => new PortPath { AddressFamily = AddressFamily.IPv4, Protocol = "tcp", Port = "7", Verdict = PortVerdict.Accept, DecidedBy = text, Segments = [], Basis = PathBasis.Analysis },
            _ when type == typeof(IptablesRollback) => new IptablesRollback { Id = "a0000000", State = IptablesRollbackState.Failed, Command = text, Change = [], Armed = default, Deadline = default, RemainingSeconds = 0, Message = "It was tried.", AddressFamily = [] },
            _ when type == typeof(SetReference) => new SetReference(rule, text),
            _ when type == typeof(IpsetHeader) => new IpsetHeader { Name = text, Type = "hash:ip", Options = "family inet" },
            _ when type.IsAssignableFrom(typeof(IPAddress[])) => new[] { IPAddress.Loopback },
            _ when type.IsAssignableFrom(typeof(IptablesRule[])) => new[] { rule },
            _ when type.IsAssignableFrom(typeof(string[])) => new[] { text },
            _ when Nullable.GetUnderlyingType(type) is { } underlying => Value(underlying, text),
            _ when type.IsValueType => Activator.CreateInstance(type),
            _ => null,
        };
    }
}
