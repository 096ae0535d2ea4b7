using System.Reflection;

namespace PortFirewall;

/// <summary>Asks for rules with texts of any kind, by the checks that the cmdlets make, and counts what becomes of them.</summary>
internal sealed class HostileRun
{
    /// <summary>Every error that has a name: the factories of Core.</summary>
    private static readonly HashSet<string> Names = [.. typeof(FirewallException).Assembly.GetTypes().Where(t => t.Name.EndsWith("Errors", StringComparison.Ordinal))
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.ReturnType == typeof(FirewallException))).Select(m => m.Name)];

    public int Asked { get; private set; }

    public int Refused { get; private set; }

    public int RefusedByTool { get; set; }

    public int Stored { get; private set; }

    public static void CheckNamed(FirewallException refused)
    {
        Assert.Contains(refused.ErrorId, Names);
        Assert.DoesNotContain(refused.Message, char.IsControl);
        Assert.NotEmpty(refused.RecommendedAction);
    }

    /// <summary>The rule that a text asks for; null where it is refused. Whatever else happens is a mistake.</summary>
    public PortRule? Ask(string parameter, string text, AddressFamily family)
    {
        Asked++;
        try
        {
            return Read(parameter, text, family);
        }
        catch (FirewallException refused)
        {
            CheckNamed(refused);
            Refused++;
            return null;
        }
    }

    /// <summary>That the kernel's rule is the one asked for, part by part.</summary>
    public void CheckStored(PortRule asked, IptablesRule stored)
    {
        Stored++;
        Assert.Equal(asked.Protocol, stored.Protocol);
        Assert.Equal(asked.Port.ToString(), stored.DestinationPort);
        Assert.Equal(asked.Source is null or "0.0.0.0/0" or "::/0" ? null : asked.Source, stored.Source);
        Assert.Null(stored.Destination);
        Assert.Equal(asked.InInterface, stored.InInterface);
        Assert.Equal(asked.ConnectionStates.Order(StringComparer.Ordinal), (stored.ConnectionState ?? []).Order(StringComparer.Ordinal));
        Assert.Equal(asked.Comment, stored.Comment);
        Assert.Equal(asked.Target, stored.Target);
        Assert.Empty(stored.TargetOptions);
        Assert.Equal(RuleNormalForm.Of(RuleReader.Read(asked.Specification), asked.Family), RuleNormalForm.Of(stored));
    }

    private static PortRule? Read(string parameter, string text, AddressFamily family)
    {
        var rule = new PortRule { Family = family, Protocol = "tcp", Port = new PortRange(2222, 2222) };
        switch (parameter)
        {
            case "Port":
                return rule with { Port = PortText.Parse(text, "tcp", ServiceNames.System) };
            case "Protocol":
                return rule with { Protocol = ProtocolNumbers.CheckHasPorts(text) };
            case "Source":
                return FamilyChoice.Of([], [family], text)[0] == family ? rule with { Source = AddressSets.Normalize(text, family) } : null;
            case "InInterface":
                return rule with { InInterface = InterfaceSets.Check(text) };
            case "ConnectionState":
                return rule with { ConnectionStates = StateText.Normalize([text]) };
            case "Comment":
                return rule with { Comment = CommentText.Check(text) };
            case "Target":
                return ChainName.CheckTarget(text) == "OWN" ? null : rule with { Target = text };
            case "Chain":
                ChainName.Check(text);
                return null;
            default:
                RuleReader.Read(text);
                return null;
        }
    }
}
