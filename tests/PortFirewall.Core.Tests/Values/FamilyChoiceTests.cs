namespace PortFirewall.Core.Tests.Values;

public sealed class FamilyChoiceTests
{
    private static readonly AddressFamily[] Both = [AddressFamily.IPv4, AddressFamily.IPv6];

    [Fact]
    public void Without_a_word_all_that_is_possible_is_meant() => Assert.Equal(Both, FamilyChoice.Of([], Both, null, ""));

    [Fact]
    public void Families_asked_for_come_once_each_and_in_order()
        => Assert.Equal(Both, FamilyChoice.Of([AddressFamily.IPv6, AddressFamily.IPv4, AddressFamily.IPv6], [AddressFamily.IPv4]));

    [Theory]
    [InlineData("192.0.2.0/24", AddressFamily.IPv4)]
    [InlineData("2001:db8::/32", AddressFamily.IPv6)]
    public void An_address_narrows_to_its_family(string address, AddressFamily family)
    {
        Assert.Equal([family], FamilyChoice.Of([], Both, address));
        Assert.Equal([family], FamilyChoice.Of(Both, Both, null, address));
    }

    [Fact]
    public void An_address_of_a_family_that_was_not_asked_for_is_an_error()
        => Expect.Error("AddressFamilyMismatch", () => FamilyChoice.Of([AddressFamily.IPv4], Both, "2001:db8::1"));

    [Fact]
    public void Source_and_destination_of_two_families_are_an_error()
        => Expect.Error("AddressFamilyMismatch", () => FamilyChoice.Of([], Both, "192.0.2.1", "2001:db8::1"));

    [Theory]
    [InlineData("example.net")]
    [InlineData("192.0.2.1/33")]
    [InlineData("--help")]
    public void What_is_no_address_is_an_error(string address) => Expect.Error("InvalidAddress", () => FamilyChoice.Of([], Both, address));
}
