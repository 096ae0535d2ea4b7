using System.Reflection;
using System.Runtime.CompilerServices;

namespace PortFirewall;

/// <summary>What comes out belongs to whoever gets it (RC05): it can't be changed, so nobody who kept it can either.</summary>
public sealed class OutputObjectTests
{
    public static TheoryData<string> Types => [.. ExportedCmdlets.All.SelectMany(c => c.OutputType).Select(t => t.Type).Where(t => t.Namespace == "PortFirewall").Select(t => t.Name).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_property_is_set_when_the_object_is_made_and_never_again(string name)
    {
        var type = ExportedCmdlets.All.SelectMany(c => c.OutputType).First(t => t.Type.Name == name).Type;
        Assert.True(type.IsSealed && type.IsPublic, name);
        Assert.All(
            type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.SetMethod is { IsPublic: true }),
            p => Assert.Contains(typeof(IsExternalInit), p.SetMethod!.ReturnParameter.GetRequiredCustomModifiers()));
        Assert.Empty(type.GetFields(BindingFlags.Instance | BindingFlags.Public));
    }

    [Fact]
    public void Only_what_emits_nothing_declares_nothing()
        => Assert.Equal(["Remove-FirewallLab"], ExportedCmdlets.All.Where(c => c.OutputType.Count == 0).Select(c => c.Name));
}
