namespace PortFirewall;

/// <summary>The base chains of the other iptables, as users see them.</summary>
public sealed class HookListTests
{
    [Fact]
    public void Each_chain_is_at_its_own_hook()
    {
        const string Text = "*mangle\n:PREROUTING ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n:POSTROUTING DROP [0:0]\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\nCOMMIT\n*raw\n:PREROUTING DROP [0:0]\nCOMMIT\n";
        var hooks = HookList.Of(RulesetReader.Read(Text, AddressFamily.IPv4, IptablesBackend.Legacy, null));
        Assert.Equal(
            ["raw PREROUTING prerouting -300", "filter INPUT input 0", "mangle FORWARD forward -150", "filter FORWARD forward 0", "mangle POSTROUTING postrouting -150"],
            hooks.Select(h => $"{h.Table} {h.Chain} {h.Hook} {h.Priority}"));
    }
}
