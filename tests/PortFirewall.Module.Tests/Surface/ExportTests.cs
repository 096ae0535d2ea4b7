using System.Management.Automation;

namespace PortFirewall;

/// <summary>What the module exports: as the manifest says, and as the contract names it.</summary>
public sealed class ExportTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private readonly Engine _engine = shared.Engine;

    public static TheoryData<string, string> Contract => new()
    {
        { "Get-PortListener", "Port:String[] Protocol:String[] AddressFamily:AddressFamily[] NetworkNamespace:String" },
        { "Get-IptablesChain", "Name:String[] Table:String AddressFamily:AddressFamily[] NetworkNamespace:String Backend:Nullable`1" },
        { "Get-IptablesRule", "Chain:String[] Table:String Port:String[] Protocol:String Target:String[] Comment:String AddressFamily:AddressFamily[] NetworkNamespace:String Backend:Nullable`1" },
        { "Get-FirewallEnvironment", "NetworkNamespace:String" },
        { "Import-IptablesRuleset", "Path:String[] LiteralPath:String[] InputObject:PSObject AddressFamily:Nullable`1" },
        { "Compare-IptablesRuleset", "ReferenceObject:PSObject[] DifferenceObject:PSObject[] AddressFamily:AddressFamily[] NetworkNamespace:String Backend:Nullable`1" },
        { "Export-IptablesRuleset", "Path:String InputObject:PSObject[] WhatIf:SwitchParameter Confirm:SwitchParameter AddressFamily:AddressFamily[] NetworkNamespace:String Backend:Nullable`1" },
        {
            "Test-IptablesRule",
            "Port:String[] Protocol:String Source:String Destination:String InInterface:String ConnectionState:String[] Comment:String Target:String Chain:String Table:String Specification:String Quiet:SwitchParameter AddressFamily:AddressFamily[] NetworkNamespace:String Backend:Nullable`1"
        },
        {
            "Find-IptablesInsertPosition",
            "Port:String[] Protocol:String Source:String Destination:String InInterface:String ConnectionState:String[] Chain:String Ruleset:IptablesRuleset[] AddressFamily:AddressFamily[] NetworkNamespace:String Backend:Nullable`1"
        },
        {
            "Test-PortPath",
            "Port:String[] Protocol:String Source:String Destination:String InInterface:String ConnectionState:String[] Ruleset:IptablesRuleset[] Quiet:SwitchParameter AddressFamily:AddressFamily[] NetworkNamespace:String Backend:Nullable`1"
        },
        {
            "Show-PortPath",
            "Port:String[] Protocol:String Source:String Destination:String InInterface:String ConnectionState:String[] Ruleset:IptablesRuleset[] InputObject:PortPath[] AddressFamily:AddressFamily[] NetworkNamespace:String Backend:Nullable`1"
        },
        { "Export-PortPath", "Path:String Format:Nullable`1 InputObject:PortPath[] Before:PortPath[] WhatIf:SwitchParameter Confirm:SwitchParameter" },
        { "Trace-IptablesPacket", "Port:String[] Protocol:String Source:String Destination:String InInterface:String ConnectionState:String[] Ruleset:IptablesRuleset[] AddressFamily:AddressFamily[] NetworkNamespace:String Backend:Nullable`1" },
        { "Find-IptablesRuleIssue", "Chain:String[] Table:String Ruleset:IptablesRuleset[] AddressFamily:AddressFamily[] NetworkNamespace:String Backend:Nullable`1" },
        {
            "Add-IptablesPortRule",
            "Port:String[] Protocol:String Source:String Destination:String InInterface:String ConnectionState:String[] Comment:String Chain:String Position:Nullable`1 RollbackAfter:Nullable`1 Force:SwitchParameter WhatIf:SwitchParameter Confirm:SwitchParameter AddressFamily:AddressFamily[] NetworkNamespace:String Backend:Nullable`1"
        },
        {
            "Remove-IptablesRule",
            "Port:String[] Protocol:String Source:String Destination:String InInterface:String ConnectionState:String[] Comment:String Target:String Chain:String Table:String Specification:String PassThru:SwitchParameter RollbackAfter:Nullable`1 WhatIf:SwitchParameter Confirm:SwitchParameter AddressFamily:AddressFamily[] NetworkNamespace:String Backend:Nullable`1"
        },
        { "Checkpoint-IptablesRuleset", "Path:String WhatIf:SwitchParameter Confirm:SwitchParameter AddressFamily:AddressFamily[] NetworkNamespace:String Backend:Nullable`1" },
        { "Restore-IptablesRuleset", "InputObject:PSObject[] Path:String[] Table:String[] RollbackAfter:Nullable`1 WhatIf:SwitchParameter Confirm:SwitchParameter AddressFamily:AddressFamily[] NetworkNamespace:String Backend:Nullable`1" },
        { "Move-IptablesRule", "Rule:PSObject Position:Nullable`1 RollbackAfter:Nullable`1 WhatIf:SwitchParameter Confirm:SwitchParameter" },
        { "Get-IptablesRollback", "Id:String[] State:IptablesRollbackState[] NetworkNamespace:String" },
        { "Confirm-IptablesChange", "Id:String[] NetworkNamespace:String WhatIf:SwitchParameter Confirm:SwitchParameter" },
        { "Undo-IptablesChange", "Id:String[] NetworkNamespace:String WhatIf:SwitchParameter Confirm:SwitchParameter" },
        { "Confirm-PortReachable", "ComputerName:String[] Port:String[] Protocol:String From:String[] TimeoutSeconds:Double Quiet:SwitchParameter" },
        { "Confirm-IptablesRuleHit", "Rule:PSObject[] While:ScriptBlock Before:PSObject[]" },
        { "Save-IptablesRuleset", "Path:String Provider:String Force:SwitchParameter WhatIf:SwitchParameter Confirm:SwitchParameter NetworkNamespace:String" },
        { "New-FirewallLab", "Name:String" },
        { "Remove-FirewallLab", "Name:String[]" },
    };

    private IReadOnlyList<CmdletInfo> Cmdlets => [.. _engine.Run("Get-Command -Module PortFirewall").Quietly().Output.Select(o => (CmdletInfo)o.BaseObject)];

    [Theory]
    [MemberData(nameof(Contract))]
    public void Parameters_are_those_of_the_contract(string name, string parameters)
    {
        var command = Assert.Single(Cmdlets, c => c.Name == name);
        foreach (var parameter in parameters.Split(' '))
        {
            Assert.True(command.Parameters.TryGetValue(parameter.Split(':')[0], out var found), $"{name} has no parameter {parameter}.");
            Assert.Equal(parameter.Split(':')[1], found.ParameterType.Name);
        }
    }

    [Fact]
    public void Each_cmdlet_of_the_assembly_is_in_the_manifest_and_the_other_way_round()
    {
        var manifest = (object[])_engine.Run($"(Test-ModuleManifest '{BuiltModule.Manifest}').ExportedCmdlets.Keys").Quietly().Output.Select(o => o.BaseObject).ToArray();
        var classes = Cmdlets[0].ImplementingType.Assembly.GetExportedTypes()
            .SelectMany(t => t.GetCustomAttributes(typeof(CmdletAttribute), inherit: false).Cast<CmdletAttribute>())
            .Select(c => $"{c.VerbName}-{c.NounName}");
        Assert.Equal(classes.Order(StringComparer.Ordinal), manifest.Select(n => (string)n).Order(StringComparer.Ordinal));
        Assert.Equal(classes.Order(StringComparer.Ordinal), Cmdlets.Select(c => c.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Verbs_are_approved()
    {
        var approved = _engine.Run("Import-Module PortFirewall -ErrorAction SilentlyContinue; [Management.Automation.VerbsCommon], [Management.Automation.VerbsData], [Management.Automation.VerbsDiagnostic], [Management.Automation.VerbsLifecycle] | ForEach-Object { $_.GetFields().Name }").Text.Split('\n');
        Assert.All(Cmdlets, c => Assert.Contains(c.Verb, approved));
    }

    [Fact]
    public void Importing_warns_of_nothing()
    {
        using var engine = new Engine(import: false);
        var result = engine.Run($"Import-Module '{BuiltModule.Manifest}' -Verbose").Quietly();
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void It_can_be_removed_and_imported_again()
    {
        using var engine = new Engine();
        engine.Run($"Remove-Module PortFirewall; Import-Module '{BuiltModule.Manifest}'; Get-FirewallEnvironment").Quietly();
    }

    [Fact]
    public void Each_changing_cmdlet_can_be_asked_what_if()
        => Assert.All(
            Cmdlets.Where(c => c.Verb is "Add" or "Remove" or "Move" or "Checkpoint" or "Restore" or "Undo" or "Save" or "Export" or "New"),
            c => Assert.True(c.Parameters.ContainsKey("WhatIf") && c.Parameters.ContainsKey("Confirm"), c.Name));

    [Fact]
    public void Each_cmdlet_says_what_it_emits()
        => Assert.All(Cmdlets.Where(c => c.Name != "Remove-FirewallLab"), c => Assert.NotEmpty(c.OutputType));

    [Fact]
    public void Each_cmdlet_can_be_piped_what_places_it()
        => Assert.All(
            Cmdlets.SelectMany(c => c.Parameters.Values.Where(p => p.Name is "NetworkNamespace" or "AddressFamily" or "Backend").Select(p => (c.Name, Parameter: p)))
                .Where(p => p.Name is not ("Get-PortListener" or "New-FirewallLab")),
            p => Assert.True(p.Parameter.ParameterSets.Values.All(s => s.ValueFromPipelineByPropertyName), $"{p.Name} -{p.Parameter.Name}"));
}
