using CsCheck;

namespace PortFirewall.Core.Tests.Values;

public sealed class AddressSetTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1/32")]
    [InlineData("192.0.2.1/24", "192.0.2.0/24")]
    [InlineData("192.0.2.1/255.255.255.0", "192.0.2.0/24")]
    [InlineData("192.0.2.1/0.0.0.0", "0.0.0.0/0")]
    [InlineData("192.0.2.1/255.255.255.255", "192.0.2.1/32")]
    [InlineData("255.255.255.255", "255.255.255.255/32")]
    [InlineData("128.0.0.0/1", "128.0.0.0/1")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    public void An_IPv4_network_is_written_as_iptables_stores_it(string text, string stored)
        => Assert.Equal(stored, AddressSets.Normalize(text, AddressFamily.IPv4));

    [Theory]
    [InlineData("2001:DB8::1", "2001:db8::1/128")]
    [InlineData("2001:db8::1/32", "2001:db8::/32")]
    [InlineData("2001:db8:0:0:0:0:0:1/ffff:ffff::", "2001:db8::/32")]
    [InlineData("::/0", "::/0")]
    [InlineData("8000::/1", "8000::/1")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128")]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.1/128")]
    public void An_IPv6_network_is_written_as_iptables_stores_it(string text, string stored)
        => Assert.Equal(stored, AddressSets.Normalize(text, AddressFamily.IPv6));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("192.0.2")]
    [InlineData("192.0.2.1.5")]
    [InlineData("192.0.2.256")]
    [InlineData("192.0.2.1/33")]
    [InlineData("192.0.2.1/-1")]
    [InlineData("192.0.2.1/")]
    [InlineData("192.0.2.1/24/24")]
    [InlineData("192.0.2.1/255.0.255.0")]
    [InlineData("192.0.2.1/99999999999")]
    [InlineData(" 192.0.2.1")]
    [InlineData("192.0.2.1 ")]
    [InlineData("192.0.2.1\n")]
    [InlineData("example.a.b.c")]
    [InlineData("::1")]
    public void What_is_no_IPv4_network_is_not_read(string text)
    {
        Assert.Null(AddressSets.Normalize(text, AddressFamily.IPv4));
        Assert.Null(AddressSets.ReadNetwork(text, AddressFamily.IPv4));
    }

    // iptables reads the first as 8.0.0.1, which nobody means who writes it.
    [Theory]
    [InlineData("010.0.0.1")]
    [InlineData("192.0.02.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("10.0.0.0x1")]
    public void Octal_and_hexadecimal_parts_are_not_guessed_at(string text)
        => Assert.Null(AddressSets.Normalize(text, AddressFamily.IPv4));

    [Theory]
    [InlineData("[2001:db8::1]")]
    [InlineData("[2001:db8::1]:80")]
    [InlineData("fe80::1%eth0")]
    [InlineData("2001:db8::1/129")]
    [InlineData("2001:db8::1/ffff:0:ffff::")]
    [InlineData("192.0.2.1")]
    [InlineData(":::")]
    [InlineData("2001:db8::g")]
    public void What_is_no_IPv6_network_is_not_read(string text)
    {
        Assert.Null(AddressSets.Normalize(text, AddressFamily.IPv6));
        Assert.Null(AddressSets.ReadNetwork(text, AddressFamily.IPv6));
    }

    [Fact]
    public void A_network_has_exactly_the_addresses_with_its_prefix()
        => Gen.Select(Gen.UInt, Gen.Int[0, 32], Gen.UInt).Sample(
            (address, prefix, other) =>
            {
                var network = AddressSets.ReadNetwork($"{Dotted(address)}/{prefix}", AddressFamily.IPv4)!;
                var same = prefix == 0 || (address ^ other) >> (32 - prefix) == 0;
                Assert.Equal(same, network.Contains(other));
                Assert.True(network.Contains(address));
            },
            iter: Effort.Cases(2000));

    [Theory]
    [InlineData(AddressFamily.IPv4)]
    [InlineData(AddressFamily.IPv6)]
    public void A_description_lists_networks_that_together_are_the_set(AddressFamily family)
        => Gen.Select(Numbers(family), Numbers(family)).Sample(
            (a, b) =>
            {
                var set = AddressSets.Range(UInt128.Min(a, b), UInt128.Max(a, b));
                var words = AddressSets.Describe(set, family);
                Assert.Equal(set, words is null ? AddressSets.All(family) : Read(words, family));
            },
            iter: Effort.Cases(1000));

    [Theory]
    [InlineData(AddressFamily.IPv4)]
    [InlineData(AddressFamily.IPv6)]
    public void Every_address_needs_no_words(AddressFamily family) => Assert.Null(AddressSets.Describe(AddressSets.All(family), family));

    [Fact]
    public void All_but_one_network_is_said_as_what_it_lacks()
        => Assert.Equal("! 203.0.113.0/24", AddressSets.Describe(
            AddressSets.All(AddressFamily.IPv4).Except(AddressSets.ReadNetwork("203.0.113.0/24", AddressFamily.IPv4)!), AddressFamily.IPv4));

    [Fact]
    public void A_range_that_ends_before_it_begins_is_empty() => Assert.True(AddressSets.Range(2, 1).IsEmpty);

    private static Gen<UInt128> Numbers(AddressFamily family) => family == AddressFamily.IPv4
        ? Gen.OneOf(Gen.UInt.Select(n => (UInt128)n), Gen.OneOf<UInt128>(0, 1, uint.MaxValue, 1u << 31))
        : Gen.OneOf(Gen.Select(Gen.ULong, Gen.ULong, (high, low) => new UInt128(high, low)), Gen.OneOf(UInt128.Zero, UInt128.MaxValue, UInt128.One << 127));

    private static IntervalSet<UInt128> Read(string words, AddressFamily family)
    {
        var set = words.TrimStart('!', ' ').Split(", ").Select(n => AddressSets.ReadNetwork(n, family)!)
            .Aggregate(IntervalSet<UInt128>.Empty, (all, next) => all.Union(next));
        return words.StartsWith('!') ? AddressSets.All(family).Except(set) : set;
    }

    private static string Dotted(uint address) => $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}";
}
