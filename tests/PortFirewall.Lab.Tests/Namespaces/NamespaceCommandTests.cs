namespace PortFirewall;

/// <summary>Native tools that are started in a namespace, as <c>ip netns exec</c> starts them.</summary>
public sealed class NamespaceCommandTests : IDisposable
{
    private readonly TestLab _lab = TestLab.Create();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Commands_for_several_places_at_once_run_each_in_its_own()
    {
        string?[] places = [null, _lab.Server, _lab.Client];
        var expected = places.Select(LinkOfNetwork).ToList();
        Assert.Equal(3, expected.Distinct().Count());
        var seen = await Task.WhenAll(Enumerable.Range(0, 48).Select(i => Task.Run(() => LinkOfNetwork(places[i % 3]))));
        Assert.All(seen.Index(), s => Assert.Equal(expected[s.Index % 3], s.Item));
    }

    [Fact]
    public void A_command_runs_where_ip_netns_exec_would_run_it()
        => Assert.Equal(TestLab.Run(null, "ip", "netns", "exec", _lab.Server, "readlink", "/proc/self/ns/net").StandardOutput, LinkOfNetwork(_lab.Server));

    [Fact]
    public void A_command_sees_the_files_of_the_namespace_and_the_next_one_does_not()
    {
        var folder = Directory.CreateDirectory(NamespaceFiles.FolderOf(_lab.Server));
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "hosts"), "198.51.100.77 only.here\n");
            Assert.Contains("only.here", _lab.InServer("cat", "/etc/hosts"), StringComparison.Ordinal);
            Assert.DoesNotContain("only.here", TestLab.Run(null, "cat", "/etc/hosts").StandardOutput, StringComparison.Ordinal);
            Assert.DoesNotContain("only.here", File.ReadAllText("/etc/hosts"), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string LinkOfNetwork(string? networkNamespace)
        => TestLab.Run(networkNamespace, "readlink", "/proc/self/ns/net").EnsureSuccess().StandardOutput;
}
