namespace PortFirewall;

/// <summary>What Tab puts into the line arrives at the cmdlet as the name that was meant, whatever is in the name.</summary>
public sealed class QuotingTests : IClassFixture<SharedEngine>, IDisposable
{
    private static readonly string[] Names =
        ["plain", "$HOME", "`tick", "@at", "a;b|c", "(x)", "{y}", "a&b", "#no", "star*", "que?st", "[set]", "a,b", "%x", "<in>", "~home", "dash-ed", "1e3", "=eq", "a$b`c"];

    private readonly Engine _engine;
    private readonly BareServer _server = new("Nft", []);

    public QuotingTests(SharedEngine shared)
    {
        _engine = shared.Engine;
        Shell.Run($"nsenter --net=/run/netns/{_server.Name} iptables-nft-restore --noflush <<'EOF'\n*filter\n{string.Concat(Names.Select(n => $":{n} - [0:0]\n"))}COMMIT\nEOF\n");
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public void Every_name_comes_back_as_it_is()
    {
        var on = $"-NetworkNamespace {_server.Name} -Backend Nft -AddressFamily IPv4";
        _engine.Set("on", _engine.Run($"@{{ NetworkNamespace = '{_server.Name}'; Backend = 'Nft' }}").Output[0].BaseObject);
        _engine.Run("function echo1([string] $text) { $text }; function get1([string] $text) { (Get-IptablesChain $text @on -AddressFamily IPv4 -ErrorAction Stop).Name }").Quietly();
        foreach (var opened in new[] { "", "'", "\"" })
        {
            Assert.Equal(Names.Order(StringComparer.Ordinal), Evaluate("echo1", $"Add-IptablesPortRule 22 {on} -Chain {opened}|").Skip(3));
            // Where wildcards are taken, one that is part of the name stands for itself.
            Assert.Equal(Names.Order(StringComparer.Ordinal), Evaluate("get1", $"Get-IptablesChain {on} -Name {opened}|").Skip(3));
        }
        Assert.All(_engine.Complete($"Add-IptablesPortRule 22 {on} -Chain '|"), c => Assert.True(c.CompletionText is ['\'', .., '\''], c.CompletionText));
        Assert.All(_engine.Complete($"Add-IptablesPortRule 22 {on} -Chain \"|\""), c => Assert.True(c.CompletionText is ['"', .., '"'], c.CompletionText));
    }

    [Fact]
    public void The_word_typed_is_taken_for_what_it_says()
    {
        foreach (var (word, expected) in new[]
        {
            ("a`$|", "'a$b`c'"), ("'a$|", "'a$b`c'"), ("\"a`$|\"", "\"a`$b``c\""), ("STA|", "star*"), ("star*|", "star*"), ("'star`*|", ""), ("[|", "'[set]'"), ("*|", ""), ("`@|", "'@at'"),
        })
            Assert.Equal((word, expected), (word, _engine.Texts($"Add-IptablesPortRule 22 -NetworkNamespace {_server.Name} -Backend Nft -AddressFamily IPv4 -Chain {word}")));
    }

    private IEnumerable<string> Evaluate(string function, string line)
        => _engine.Complete(line).Select(c => c.CompletionText).ToList().Select(text => _engine.Run($"{function} {text}").Quietly().Text);
}
