using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>What the examples of all pages type, those that are not played too.</summary>
public sealed partial class PageSyntaxTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private readonly Dictionary<string, CmdletInfo> _cmdlets =
        shared.Engine.Run("Get-Command -Module PortFirewall").Quietly().Output.Select(o => (CmdletInfo)o.BaseObject).ToDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase);

    public static TheoryData<string> Examples => [.. PageExample.All.Select(example => $"{example}")];

    /// <summary>What other documents show of PowerShell, block by block.</summary>
    public static TheoryData<string, string> Blocks
    {
        get
        {
            var blocks = new TheoryData<string, string>();
            foreach (var file in Directory.GetFiles(BuiltModule.Root, "*.md").Concat(Directory.GetFiles(Path.Combine(BuiltModule.Root, "docs"), "*.md")).Order(StringComparer.Ordinal))
            {
                foreach (var block in PowerShellBlock().Matches(File.ReadAllText(file)).Select(found => found.Groups["text"].Value))
                    blocks.Add(Path.GetFileName(file), block);
            }
            return blocks;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void It_parses_and_names_commands_and_parameters_that_there_are(string title)
    {
        var example = PageExample.All.Single(example => $"{example}" == title);
        Assert.NotEmpty(example.Turns);
        Check(example.Turns);
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void What_other_documents_show_does_so_too(string file, string block)
    {
        Assert.NotEmpty(file);
        Check(block.Contains(Transcript.Prompt, StringComparison.Ordinal) ? Transcript.Read(block) : [new PageTurn(block, "")]);
    }

    [Fact]
    public void No_page_is_without_examples()
        => Assert.Equal(
            Directory.GetFiles(PageExample.Folder, "*.md").Select(Path.GetFileNameWithoutExtension).Where(page => page != "_common").Append("README").Order(StringComparer.Ordinal),
            PageExample.All.Select(example => example.Page).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private void Check(IReadOnlyList<PageTurn> turns)
    {
        foreach (var (command, output) in turns)
        {
            Assert.True(command.Length > 0, $"No command prints this:\n{output}");
            var script = Parser.ParseInput(command, out _, out var errors);
            Assert.True(errors.Length == 0, $"{command}\n{string.Join('\n', errors.Select(error => error.Message))}");
            shared.Engine.Within(() => Assert.All(script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>(), Check));
        }
    }

    /// <summary>Each word finds its parameter, and each parameter has its whole name.</summary>
    private void Check(CommandAst command)
    {
        if (command.GetCommandName() is not { } name || !_cmdlets.TryGetValue(name, out var cmdlet))
        {
            Assert.DoesNotMatch("-(Iptables|Port|Firewall)", command.GetCommandName() ?? "");
            return;
        }
        var binding = StaticParameterBinder.BindCommand(command, resolve: true);
        Assert.True(binding.BindingExceptions.Count == 0, $"{command}\n{string.Join('\n', binding.BindingExceptions.Values.Select(failure => failure.BindingException.Message))}");
        Assert.DoesNotContain(binding.BoundParameters.Keys, key => int.TryParse(key, out _));
        Assert.All(command.CommandElements.OfType<CommandParameterAst>(), parameter => Assert.Contains(parameter.ParameterName, cmdlet.Parameters.Keys));
    }

    [GeneratedRegex(@"^```powershell\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PowerShellBlock();
}
