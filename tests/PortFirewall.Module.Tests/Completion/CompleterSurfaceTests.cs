using System.Management.Automation;

namespace PortFirewall;

/// <summary>No parameter that a user would press Tab on is without a completer, so that one that is added can't be forgotten.</summary>
public sealed class CompleterSurfaceTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    /// <summary>What the engine completes by itself (paths), and what nobody but the user knows.</summary>
    private static readonly HashSet<string> Free = new(StringComparer.Ordinal) { "Path", "LiteralPath", "New-FirewallLab Name" };

    [Fact]
    public void Each_text_parameter_has_a_completer()
    {
        var commands = shared.Engine.Run("Get-Command -Module PortFirewall").Quietly().Output.Select(o => (CmdletInfo)o.BaseObject).ToList();
        var texts = commands.SelectMany(c => c.Parameters.Values.Where(p => p.ParameterType == typeof(string) || p.ParameterType == typeof(string[])).Select(p => (Command: c.Name, Parameter: p)))
            .Where(p => !Cmdlet.CommonParameters.Contains(p.Parameter.Name) && !Cmdlet.OptionalCommonParameters.Contains(p.Parameter.Name)).ToList();
        Assert.Empty(texts.Where(p => !Free.Contains(p.Parameter.Name) && !Free.Contains($"{p.Command} {p.Parameter.Name}") && CompleterOf(p.Parameter) is null).Select(p => $"{p.Command} -{p.Parameter.Name}"));
        // Most are from base classes: the list above would be empty for want of parameters too.
        Assert.True(texts.Count > 120, $"{texts.Count}");
    }

    [Fact]
    public void Where_wildcards_are_taken_the_completer_knows_it()
    {
        var commands = shared.Engine.Run("Get-Command -Module PortFirewall").Quietly().Output.Select(o => (CmdletInfo)o.BaseObject);
        var named = commands.SelectMany(c => c.Parameters.Values).Where(p => CompleterOf(p)?.Name is { } name && (name.StartsWith("Chain", StringComparison.Ordinal) || name.StartsWith("Target", StringComparison.Ordinal) || name.StartsWith("Comment", StringComparison.Ordinal)));
        Assert.All(named.Where(p => p.Attributes.OfType<ParameterAttribute>().All(a => !a.DontShow)),
            p => Assert.Equal(p.Attributes.OfType<SupportsWildcardsAttribute>().Any(), CompleterOf(p)!.Name.Contains("Pattern", StringComparison.Ordinal)));
    }

    private static Type? CompleterOf(ParameterMetadata parameter) => parameter.Attributes.OfType<ArgumentCompleterAttribute>().FirstOrDefault()?.Type;
}
