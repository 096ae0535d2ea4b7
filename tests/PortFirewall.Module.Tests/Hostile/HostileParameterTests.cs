using System.Management.Automation;
using System.Reflection;
using Xunit.Abstractions;

namespace PortFirewall;

/// <summary>Every parameter that takes a text, of every cmdlet: it is refused by name, or does what was asked and nothing else.</summary>
public sealed class HostileParameterTests(Labs labs, ITestOutputHelper output) : IClassFixture<Labs>
{
    /// <summary>What the engine itself says of a value that it does not bind, or of a path without a drive.</summary>
    private static readonly string[] OfTheEngine =
    [
        "ParameterArgumentValidationError", "ParameterArgumentValidationErrorNullNotAllowed", "ParameterArgumentValidationErrorEmptyStringNotAllowed", "ParameterArgumentTransformationError",
        "CannotConvertArgument", "CannotConvertArgumentNoMessage", "DriveNotFound", "ProviderNotFound", "PathNotFound", "AmbiguousParameterSet",
    ];

    private static readonly Dictionary<string, string[]> Proper = new(StringComparer.Ordinal)
    {
        ["Port"] = ["22", "6000-6010", "ssh"],
        ["Protocol"] = ["tcp", "udp"],
        ["Source"] = ["192.0.2.1", "2001:db8::/32"],
        ["Destination"] = ["192.0.2.1", "2001:db8::/32"],
        ["InInterface"] = ["eth0", "eth+"],
        ["ConnectionState"] = ["NEW", "new,established"],
        ["Comment"] = ["app servers", "ticket #42: $HOME; ls | wc", "über 100%"],
        ["Chain"] = ["INPUT", "FORWARD"],
        ["Table"] = ["filter", "nat"],
        ["Target"] = ["ACCEPT", "DROP"],
        ["Specification"] = ["-p tcp -m tcp --dport 22 -j ACCEPT", "-s 192.0.2.1/32 -m comment --comment \"a b\" -j DROP"],
        ["ComputerName"] = ["127.0.0.1", "::1", "localhost"],
        ["From"] = ["ssh://nobody@127.0.0.1:1", "netns:"],
        ["SshOption"] = ["ConnectTimeout=1", "IdentityFile=/no/such/key"],
        ["Application"] = ["dns", "ntp"],
        ["Provider"] = ["netfilter-persistent", "iptables-services"],
    };

    /// <summary>Properties of what comes down a pipeline: rules, rule sets, checkpoints, proofs.</summary>
    private static readonly string[] Forgeable = ["Specification", "Chain", "Table", "NetworkNamespace", "Backend", "AddressFamily", "Text", "Path", "Rule", "Number"];

    [Fact]
    public void Each_text_is_refused_by_name_or_does_what_was_asked()
    {
        var isLong = Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1";
        using var folder = new ScratchFolder();
        var canary = Path.Combine(folder.Path, "canary");
        var texts = new HostileText(7, canary);
        var lab = labs.On("Nft");
        var run = new Tally();
        var cmdlets = lab.Run("Get-Command -Module PortFirewall").Quietly().Output.Select(o => (CmdletInfo)o.BaseObject).ToList();
        lab.Engine.Set("file", $"{folder.Path}/kept");
        lab.Run("$rule = (Get-IptablesRule INPUT @on)[0]; $rules = Checkpoint-IptablesRuleset $file @on; $path = Test-PortPath 22 @on; $ExecutionContext.SessionState.Path.SetLocation('" + folder.Path + "')").Quietly();
        foreach (var cmdlet in cmdlets)
        {
            foreach (var parameter in cmdlet.Parameters.Values.Where(p => TakesText(p) && !Cmdlet.CommonParameters.Contains(p.Name)))
            {
                // What a probe or a name server answers takes its time.
                var count = !isLong ? 2 : parameter.Name is "From" or "ProbeFrom" or "ComputerName" or "SshOption" or "Application" or "Payload" or "Expect" ? 15 : 60;
                Try(lab, cmdlet, parameter, [.. Enumerable.Range(0, count).Select(_ => TextFor(parameter, cmdlet, texts, folder.Path, lab))], run);
                Assert.False(File.Exists(canary), $"{cmdlet.Name} -{parameter.Name} ran a text");
            }
        }
        output.WriteLine($"{run.Parameters} text parameters of {cmdlets.Count} cmdlets, {run.Texts} texts: {run.Refused} refused by {run.Ids.Count} names ({string.Join(", ", run.Ids.Order(StringComparer.Ordinal))}), {run.Added} rules asked for and no others");
        Assert.True(run.Refused > run.Texts / 3, "the texts are all alike");
    }

    private static void Try(TestLab lab, CmdletInfo cmdlet, ParameterMetadata parameter, string[] values, Tally run)
    {
        Assert.True(HostileCall.All.TryGetValue(cmdlet.Name, out var call), $"Say in HostileCall how {cmdlet.Name} is called.");
        run.Parameters++;
        run.Texts += values.Length;
        var before = run.Lines ?? Lines(lab);
        lab.Engine.Set("values", values);
        lab.Engine.Set("forge", parameter.ParameterType.Name.Contains("PSObject", StringComparison.Ordinal) ? Forgeable : null);
        var replaces = call.InPlaceOf == parameter.Name;
        var result = lab.Run(
            $$"""
            $at = 0
            foreach ($value in $values) {
                $with = @{ {{call.Needed}} }
                {{(replaces ? "foreach ($key in @($with.Keys)) { if ($key -notin 'WhatIf', 'Confirm', 'Force') { $with.Remove($key) } }" : "")}}
                {{(cmdlet.Parameters.ContainsKey("Backend") ? "$with.Backend = $on.Backend" : "")}}
                {{(cmdlet.Parameters.ContainsKey("NetworkNamespace") ? "$with.NetworkNamespace = $on.NetworkNamespace" : "")}}
                $with['{{parameter.Name}}'] = $value
                if ($forge -and $at % 4) {
                    $forged = @{ Specification = '-j ACCEPT'; Chain = 'INPUT'; Table = 'filter'; AddressFamily = 'IPv4'; NetworkNamespace = $on.NetworkNamespace; Backend = 'Nft' }
                    $forged[$forge[$at % $forge.Count]] = $value
                    if ($at % 3) { $forged.Text = "*filter`n:INPUT DROP [0:0]`n-A INPUT -j $value`nCOMMIT`n" }
                    $with['{{parameter.Name}}'] = [pscustomobject] $forged
                }
                try { foreach ($made in {{cmdlet.Name}} @with -ErrorAction SilentlyContinue -ErrorVariable said -WarningAction SilentlyContinue) {
                    if ('{{cmdlet.Name}}' -eq 'Add-IptablesPortRule') { 'made', $at, $made } } }
                catch { $said = @($_) }
                foreach ($one in $said) { if ($one -is [Management.Automation.ErrorRecord]) { 'said', $at, $one } }
                $at++
            }
            """);
        Assert.True(result.Errors.Count == 0, $"{cmdlet.Name} -{parameter.Name}: {string.Join('\n', result.Errors)}");
        var refused = new HashSet<int>();
        var made = new List<(int At, PSObject Rule)>();
        for (var i = 0; i < result.Output.Count; i += 3)
        {
            var at = (int)result.Output[i + 1].BaseObject;
            if (result.Output[i].BaseObject is "made")
            {
                made.Add((at, result.Output[i + 2]));
                continue;
            }
            var error = (ErrorRecord)result.Output[i + 2].BaseObject;
            var id = error.FullyQualifiedErrorId.Split(',')[0];
            Assert.True(OfTheEngine.Contains(id) || run.Names.Contains(id), $"{cmdlet.Name} -{parameter.Name} '{values[at]}': {error.FullyQualifiedErrorId} {error.Exception}");
            refused.Add(at);
            run.Ids.Add(id);
        }
        run.Refused += refused.Count;
        run.Added += made.Count;
        run.Lines = CheckRules(lab, cmdlet, parameter, values, before, made);
    }

    /// <summary>The rules are as before, and where some were asked for, those are there too.</summary>
    /// <returns>The rules as they are now.</returns>
    private static List<string>? CheckRules(TestLab lab, CmdletInfo cmdlet, ParameterMetadata parameter, string[] values, List<string> before, List<(int At, PSObject Rule)> made)
    {
        var after = Lines(lab);
        var came = after.Except(before).Order(StringComparer.Ordinal).ToList();
        var asked = made.Select(m => $"{m.Rule.Properties["AddressFamily"].Value} -A {m.Rule.Properties["Chain"].Value} {m.Rule.Properties["Specification"].Value}").Distinct(StringComparer.Ordinal).Except(before)
            .Order(StringComparer.Ordinal).ToList();
        if (cmdlet.Name != "Restore-IptablesRuleset")
        {
            Assert.True(came.SequenceEqual(asked), $"{cmdlet.Name} -{parameter.Name}: {string.Join('\n', came)}\nand not\n{string.Join('\n', asked)}");
            Assert.True(before.All(after.Contains), $"{cmdlet.Name} -{parameter.Name} took away {string.Join('\n', before.Except(after))}");
        }
        foreach (var (at, rule) in made.Where(_ => parameter.Name == "Comment"))
            Assert.Equal(values[at], rule.Properties["Comment"].Value);
        if (after.SequenceEqual(before))
            return after;
        lab.Reset();
        return null;
    }

    private static string TextFor(ParameterMetadata parameter, CmdletInfo cmdlet, HostileText texts, string folder, TestLab lab)
    {
        var name = parameter.Name == "ProbeFrom" ? "From" : parameter.Name;
        string[] proper = name == "NetworkNamespace" ? [lab.Server] : name == "From" ? [.. Proper[name], "netns:" + lab.Client] : Proper.GetValueOrDefault(name, ["x", "rules.v4"]);
        var text = texts.Next(proper);
        // Where a file is written, it may have any name, and no other place than this.
        return name == "Path" && cmdlet.Name is "Export-IptablesRuleset" or "Export-PortPath" or "Checkpoint-IptablesRuleset" or "Save-IptablesRuleset"
            ? $"{folder}/{text.Replace("..", "", StringComparison.Ordinal)}" : text;
    }

    private static bool TakesText(ParameterMetadata parameter)
    {
        var type = parameter.ParameterType.IsArray ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        return type == typeof(string) || type == typeof(object) || type == typeof(PSObject) || type.Name == "IptablesRuleset";
    }

    /// <summary>The chains and rules of both families, each with its family.</summary>
    private static List<string> Lines(TestLab lab)
        => [.. Shell.Run($"{lab.In} sh -c '{lab.Tool("IPv4")}-save | sed s/^/IPv4\\ /; {lab.Tool("IPv6")}-save | sed s/^/IPv6\\ /'").Split('\n')
            .Where(l => l.Length > 5 && l[5] is '-' or ':').Select(l => l[5] == ':' ? l.Split('[')[0] : l)];

    private sealed class Tally
    {
        public HashSet<string> Names { get; } = [.. AppDomain.CurrentDomain.GetAssemblies().Single(a => a.GetName().Name == "PortFirewall.Core").GetTypes()
            .Where(t => t.Name.EndsWith("Errors", StringComparison.Ordinal)).SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static)).Select(m => m.Name)];

        public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

        /// <summary>The rules as the last call left them; null where somebody has changed them since.</summary>
        public List<string>? Lines { get; set; }

        public int Parameters { get; set; }

        public int Texts { get; set; }

        public int Refused { get; set; }

        public int Added { get; set; }
    }
}
