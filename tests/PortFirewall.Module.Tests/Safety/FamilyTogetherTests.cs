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
        // The very tools, but ip6tables refuses every change; seen by this one process only.
        File.WriteAllText(Path.Combine(folder.Path, "broken"), """
            #!/bin/sh
            case " $* " in *" --insert "*|*" --delete "*|*" --noflush "*) echo "out of memory" >&2; exit 3;; esac
            name=$(basename "$0")
            case "$name" in *-nft*) kind=nft;; *-legacy*) kind=legacy;; *) kind=$(readlink /etc/alternatives/ip6tables | sed 's/.*-//');; esac
            exec "/usr/sbin/xtables-$kind-multi" "$(echo "$name" | sed 's/-nft//;s/-legacy//')" "$@"
            """);
        var output = ChildEngine.Tell(
            $$"""
            $on = @{ NetworkNamespace = '{{lab.Server}}'; Backend = '{{backend}}' }
            Tell { Add-IptablesPortRule 2222 @on }
            Tell { 2222, 2223 | Add-IptablesPortRule @on }
            Tell { Remove-IptablesRule -Port 22 @on }
            Tell { Get-IptablesRule INPUT @on -Port 22, 23 | Remove-IptablesRule }
            """,
            setup: $$"""
            mkdir {{folder.Path}}/sbin && cp -a /usr/sbin/. {{folder.Path}}/sbin/ && chmod 755 {{folder.Path}}/broken &&
            for tool in ip6tables ip6tables-restore ip6tables-nft ip6tables-nft-restore ip6tables-legacy ip6tables-legacy-restore; do
            rm -f {{folder.Path}}/sbin/$tool && cp {{folder.Path}}/broken {{folder.Path}}/sbin/$tool; done && mount --bind {{folder.Path}}/sbin /usr/sbin
            """.ReplaceLineEndings(" "));
        Assert.Equal(4, output.Split("! NativeCommandFailed FromStdErr").Length - 1);
        Assert.Equal(before, lab.Everything);
    }
}
