namespace PortFirewall.Core.Tests.Values;

public sealed class StateTextTests
{
    [Fact]
    public void States_come_in_the_order_in_which_iptables_prints_them()
        => Assert.Equal(["NEW", "RELATED", "ESTABLISHED"], StateText.Normalize(["established,new", " Related ", "NEW"]));

    [Theory]
    [InlineData("")]
    [InlineData("NEW,")]
    [InlineData("OPEN")]
    [InlineData("NEW;INVALID")]
    public void What_is_no_state_is_an_error(string state) => Expect.Error("InvalidConnectionState", () => StateText.Normalize([state]));

    [Fact]
    public void A_list_of_states_is_read()
        => Assert.Equal(ConnectionStates.Related | ConnectionStates.Established, StateText.Read("RELATED,ESTABLISHED"));

    [Theory]
    [InlineData("SNAT")]
    [InlineData("NEW,DNAT")]
    [InlineData("")]
    [InlineData("NEW, RELATED")]
    public void A_state_that_the_packet_alone_does_not_decide_is_not_read(string list) => Assert.Null(StateText.Read(list));

    [Fact]
    public void Every_state_needs_no_words() => Assert.Null(StateText.Describe(ConnectionStates.All));

    [Fact]
    public void Some_states_are_listed() => Assert.Equal("NEW, UNTRACKED", StateText.Describe(ConnectionStates.New | ConnectionStates.Untracked));
}
