namespace PortFirewall;

/// <summary>A change is made to both families or to neither, also when a tool fails half-way.</summary>
public sealed class FamilyTogetherTests(Labs labs) : IClassFixture<Labs>
{
    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void What_was_done_for_IPv4_is_taken_back_when_ip6tables_fails(string backend)
    {
        var lab = labs.On(backend).By("-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT").By("-A INPUT -p tcp -m tcp --dport 23 -j ACCEPT").By("-A INPUT -j REJECT");
        var before = lab.Everything;
        using var folder = new ScratchFolder();
        Refuse(folder, "*--insert*|*--delete*|*--noflush*", "ip6tables");
        var output = ChildEngine.Tell(
            $$"""
            $on = @{ NetworkNamespace = '{{lab.Server}}'; Backend = '{{backend}}' }
            Tell { Add-IptablesPortRule 2222 @on }
            Tell { 2222, 2223 | Add-IptablesPortRule @on }
            Tell { Remove-IptablesRule -Port 22 @on }
            Tell { Get-IptablesRule INPUT @on -Port 22, 23 | Remove-IptablesRule }
            """,
            setup: ShowTools(folder));
        Assert.Equal(4, output.Split("! NativeCommandFailed FromStdErr").Length - 1);
        Assert.Equal(before, lab.Everything);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void What_was_restored_is_as_before_in_both_families_when_ip6tables_fails_between_two_tables(string backend)
    {
        var lab = labs.On(backend).By("-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT").By("-t nat -F").By("-t nat -A PREROUTING -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 8080");
        var before = lab.Everything;
        using var folder = new ScratchFolder();
        // The first table is made, the second is not; whoever comes back finds a tool that works again.
        Replace(folder, "ip6tables", $$"""
            case "$name $*" in *--test*) ;; *-restore*--counters*)
                if [ ! -e {{folder.Path}}/failed ]; then
                    printf %s "$input" | sed '/^COMMIT/q' | "/usr/sbin/xtables-$kind-multi" ip6tables-restore "$@" && "/usr/sbin/xtables-$kind-multi" ip6tables-save > {{folder.Path}}/failed
                    echo "out of memory" >&2; exit 3
                fi;; esac
            """);
        var output = ChildEngine.Tell(
            $$"""
            $text = '*filter', ':INPUT ACCEPT [0:0]', '-A INPUT -p udp -m udp --dport 53 -j ACCEPT', 'COMMIT', '*nat', '-A PREROUTING -p tcp -m tcp --dport 81 -j ACCEPT', 'COMMIT'
            $rules = 'IPv4', 'IPv6' | ForEach-Object { $text | Import-IptablesRuleset -AddressFamily $_ }
            Tell { $rules | Restore-IptablesRuleset -NetworkNamespace {{lab.Server}} -Backend {{backend}} -Table filter, nat -Confirm:$false }
            """,
            setup: ShowTools(folder));
        Assert.StartsWith("! RulesetNotAccepted ", output, StringComparison.Ordinal);
        var between = File.ReadAllText(Path.Combine(folder.Path, "failed"));
        Assert.Contains("--dport 53 -j ACCEPT", between, StringComparison.Ordinal);
        Assert.Contains("--dport 80 -j REDIRECT", between, StringComparison.Ordinal);
        Assert.Equal(before, lab.Everything);
        lab.By("-t nat -F");
    }

    [Theory]
    [InlineData("Nft", "Add-IptablesPortRule 2222 @on")]
    [InlineData("Nft", "2222, 2223 | Add-IptablesPortRule @on")]
    [InlineData("Legacy", "Add-IptablesPortRule 2222 @on")]
    [InlineData("Legacy", "2222, 2223 | Add-IptablesPortRule @on")]
    public void What_could_not_be_taken_back_is_told(string backend, string command)
    {
        var lab = labs.On(backend).By("-A INPUT -j REJECT");
        using var folder = new ScratchFolder();
        // The second family fails, and so does the undoing of the first; a rule can still be added to it.
        Refuse(folder, "*--insert*|*--delete*|*--noflush*", "ip6tables");
        Refuse(folder, "*--delete*|*-D' '*", "iptables");
        var output = ChildEngine.Tell(
            $"$on = @{{ NetworkNamespace = '{lab.Server}'; Backend = '{backend}' }}; Tell {{ {command} }}; $Error[0].ErrorDetails.RecommendedAction",
            setup: ShowTools(folder));
        Assert.StartsWith("! ChangeNotUndone ", output, StringComparison.Ordinal);
        Assert.Contains("IPv4", output, StringComparison.Ordinal);
        Assert.Contains("--dport 2222 -j ACCEPT", lab.Everything, StringComparison.Ordinal);
    }

    /// <summary>The very tools of a family, but they refuse what matches a pattern of the shell, as an argument or a line of their input.</summary>
    private static void Refuse(ScratchFolder folder, string pattern, string family)
        => Replace(folder, family, $"""case " $* $input" in {pattern}) echo "out of memory" >&2; exit 3;; esac""");

    /// <summary>The very tools of a family, but they do something else first.</summary>
    private static void Replace(ScratchFolder folder, string family, string first)
    {
        var script = Path.Combine(folder.Path, family);
        File.WriteAllText(script, $$"""
            #!/bin/bash
            name=$(basename "$0")
            case "$name" in *-nft*) kind=nft;; *-legacy*) kind=legacy;; *) kind=$(readlink /etc/alternatives/{{family}} | sed 's/.*-//');; esac
            input=""
            case "$name" in *-restore) input=$(cat; echo .); input=${input%.};; esac
            {{first}}
            printf %s "$input" | exec "/usr/sbin/xtables-$kind-multi" "$(echo "$name" | sed 's/-nft//;s/-legacy//')" "$@"
            """);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>The commands that put such tools in the place of the real ones, for one process only.</summary>
    private static string ShowTools(ScratchFolder folder)
        => $"""
            mkdir {folder.Path}/sbin && cp -a /usr/sbin/. {folder.Path}/sbin/ &&
            for family in iptables ip6tables; do test ! -f {folder.Path}/$family ||
            for tool in $family $family-restore $family-nft $family-nft-restore $family-legacy $family-legacy-restore; do
            rm -f {folder.Path}/sbin/$tool && cp {folder.Path}/$family {folder.Path}/sbin/$tool; done; done && mount --bind {folder.Path}/sbin /usr/sbin
            """.ReplaceLineEndings(" ");
}
