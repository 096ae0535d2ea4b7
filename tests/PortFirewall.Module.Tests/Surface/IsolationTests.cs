using System.Runtime.Loader;

namespace PortFirewall;

/// <summary>What only this module needs is loaded where no other module can meet it.</summary>
public sealed class IsolationTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    [Fact]
    public void CliWrap_and_the_native_layer_are_in_a_context_of_the_modules_own()
    {
        shared.Engine.Run("Get-FirewallEnvironment").Quietly();
        Assert.Contains("PortFirewall.Core", NamesIn(AssemblyLoadContext.Default));
        Assert.DoesNotContain("CliWrap", NamesIn(AssemblyLoadContext.Default));
        Assert.DoesNotContain("PortFirewall.Native", NamesIn(AssemblyLoadContext.Default));
        var own = Assert.Single(AssemblyLoadContext.All, c => NamesIn(c).Contains("CliWrap"));
        Assert.Equal("PortFirewall", own.Name);
        Assert.Contains("PortFirewall.Native", NamesIn(own));
    }

    [Fact]
    public void Another_modules_CliWrap_is_another_assembly()
    {
        // In an engine of its own, as an assembly stays loaded: here the other module comes first, and brings its CliWrap into the default context.
        var other = ChildEngine.Run($$"""
            $other = [System.Reflection.Assembly]::LoadFrom('{{BuiltModule.Folder}}/bin/isolated/CliWrap.dll')
            Import-Module '{{BuiltModule.Manifest}}' -ErrorAction Stop
            $null = Get-FirewallEnvironment
            $loaded = [System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'CliWrap' }
            "$($loaded.Count)"
            ($loaded | ForEach-Object { [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name }) -join ' '
            """);
        Assert.Equal("2\nDefault PortFirewall\n", other.Output);
    }

    [Fact]
    public void The_module_brings_nothing_beside_its_own_assemblies()
        => Assert.Equal(
            ["PortFirewall.Core.dll", "PortFirewall.dll", "isolated/CliWrap.dll", "isolated/PortFirewall.Native.dll"],
            Directory.GetFiles($"{BuiltModule.Folder}/bin", "*.dll", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath($"{BuiltModule.Folder}/bin", f)).Order(StringComparer.Ordinal));

    private static List<string?> NamesIn(AssemblyLoadContext context) => [.. context.Assemblies.Select(a => a.GetName().Name)];
}
