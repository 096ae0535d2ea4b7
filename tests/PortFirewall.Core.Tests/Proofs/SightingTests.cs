using System.Net;
using CsCheck;

namespace PortFirewall;

/// <summary>Whose a packet is, by its headers.</summary>
public sealed class SightingTests
{
    private static readonly DateTimeOffset Now = new(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly byte[] Tcp = [0x9c, 0x40, 0x08, 0xae];
    private static readonly byte[] IPv4Addresses = [192, 0, 2, 7, 198, 51, 100, 1];
    private static readonly byte[] IPv6Addresses = [.. IPAddress.Parse("2001:db8::7").GetAddressBytes(), .. IPAddress.Parse("2001:db8::1").GetAddressBytes()];

    [Theory]
    [InlineData(5)]
    [InlineData(15)]
    public void An_IPv4_packet_is_read_behind_its_options(int words)
        => Assert.Equal("6 192.0.2.7 40000 198.51.100.1 2222", Read([.. IPv4(6, words), .. Tcp], AddressFamily.IPv4));

    [Fact]
    public void An_IPv6_packet_is_read_behind_its_extension_headers()
    {
        Assert.Equal("6 2001:db8::7 40000 2001:db8::1 2222", Read([.. IPv6(6), .. Tcp], AddressFamily.IPv6));
        Assert.Equal("17 2001:db8::7 40000 2001:db8::1 2222", Read([.. IPv6(0), 60, 0, 0, 0, 0, 0, 0, 0, 44, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 17, 0, 0, 1, 0, 0, 0, 0, .. Tcp], AddressFamily.IPv6));
        Assert.Equal("6 2001:db8::7 40000 2001:db8::1 2222", Read([.. IPv6(51), 6, 4, .. new byte[22], .. Tcp], AddressFamily.IPv6));
    }

    [Fact]
    public void What_has_no_ports_has_an_address_all_the_same() => Assert.Equal("1 192.0.2.7 0 198.51.100.1 0", Read(IPv4(1, 5), AddressFamily.IPv4));

    [Fact]
    public void A_later_fragment_and_what_is_cut_off_are_nobodys()
    {
        var later = IPv4(6, 5);
        later[7] = 3;
        Assert.Null(Read([.. later, .. Tcp], AddressFamily.IPv4));
        Assert.Null(Read([.. IPv6(44), 6, 0, 0, 8, 0, 0, 0, 0, .. Tcp], AddressFamily.IPv6));
        Assert.Null(Read(IPv4(6, 5), AddressFamily.IPv4));
        Assert.Null(Read(IPv6(6), AddressFamily.IPv6));
        Assert.Null(Read([.. IPv4(6, 5), .. Tcp], AddressFamily.IPv6));
    }

    [Fact]
    public void No_bytes_at_all_do_harm()
        => Gen.Byte.Array[0, 120].Sample(bytes =>
        {
            foreach (var family in Enum.GetValues<AddressFamily>())
            {
                _ = Read(bytes, family);
                _ = Read([(byte)(family == AddressFamily.IPv4 ? 0x45 : 0x60), .. bytes], family);
            }
        });

    private static string? Read(byte[] packet, AddressFamily family)
        => Sighting.Read(packet, family, Now) is { } seen ? $"{seen.Protocol} {AddressSets.ToAddress(seen.Source, family)} {seen.SourcePort} {AddressSets.ToAddress(seen.Destination, family)} {seen.DestinationPort}" : null;

    private static byte[] IPv4(byte protocol, int words) => [(byte)(0x40 | words), 0, 0, 40, 0, 0, 0x40, 0, 64, protocol, 0, 0, .. IPv4Addresses, .. new byte[(words - 5) * 4]];

    private static byte[] IPv6(byte next) => [0x60, 0, 0, 0, 0, 40, next, 64, .. IPv6Addresses];
}
