namespace PortFirewall;

/// <summary>Taking back a change that somebody else has taken back already, in part or whole, is no failure.</summary>
public sealed class UndoTests : IDisposable
{
    private const string First = "-p tcp -m tcp --dport 3001 -j ACCEPT";
    private const string Second = "-p tcp -m tcp --dport 3002 -j ACCEPT";

    private readonly TestLab _lab = TestLab.Create();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("-D INPUT " + First)]
    [InlineData("-D INPUT " + Second)]
    [InlineData("-F INPUT")]
    public async Task What_is_left_of_it_goes(string meanwhile)
    {
        var transaction = await RuleTransaction.PrepareAsync(
            new FirewallScope(_lab.Server, _lab.Lab.Backend), AddressFamily.IPv4,
            [RuleEdit.Insert("filter", "INPUT", 1, First), RuleEdit.Insert("filter", "INPUT", 2, Second)], CancellationToken.None);
        await transaction.ApplyAsync(CancellationToken.None);
        if (meanwhile.Length > 0)
            _lab.InServer([_lab.Iptables(AddressFamily.IPv4), .. meanwhile.Split(' ')]);
        await transaction.UndoAsync();
        Assert.DoesNotContain("--dport 300", _lab.InServer(_lab.Iptables(AddressFamily.IPv4), "-S", "INPUT"), StringComparison.Ordinal);
    }
}
