using System.Diagnostics;
using System.Net;
using Xunit.Abstractions;

namespace PortFirewall;

public sealed class TwinTests(ITestOutputHelper output)
{
    private static readonly TwinPlan Plan = new(
    [
        new TwinInterface("eth0", [(IPAddress.Parse("198.51.100.1"), 24), (IPAddress.Parse("2001:db8::1"), 64)]),
        new TwinInterface("docker0", [(IPAddress.Parse("172.17.0.1"), 16)]),
    ]);

    public static TheoryData<AddressFamily, int, IptablesBackend> Kinds
    {
        get
        {
            var kinds = new TheoryData<AddressFamily, int, IptablesBackend>();
            foreach (var family in Enum.GetValues<AddressFamily>())
            {
                foreach (var protocol in (int[])[ProtocolNumbers.Tcp, ProtocolNumbers.Udp, ProtocolNumbers.Sctp, ProtocolNumbers.Dccp])
                {
                    foreach (var backend in Enum.GetValues<IptablesBackend>())
                        kinds.Add(family, protocol, backend);
                }
            }
            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_the_kernel_does_with_each_packet_is_told(AddressFamily family, int protocol, IptablesBackend backend)
    {
        using var twin = await Twin.CreateAsync(Plan, CancellationToken.None);
        TwinPacket[] packets = [.. Enumerable.Range(0, 300).Select(i => Packet(family, protocol) with { DestinationPort = 1000 + i })];
        Assert.All(await twin.JudgeAsync(packets, CancellationToken.None), v => Assert.Equal(TwinVerdict.Arrived, v));

        await twin.LoadAsync(family, backend, $"""
            *filter
            :INPUT DROP [0:0]
            -A INPUT -p {protocol} -m conntrack --ctstate NEW -m multiport --dports 1000:1099 -j ACCEPT
            -A INPUT -p {protocol} -m multiport --dports 1100:1199 -j REJECT
            COMMIT

            """, CancellationToken.None);
        var verdicts = await twin.JudgeAsync(packets, CancellationToken.None);
        Assert.All(verdicts[..100], v => Assert.Equal(TwinVerdict.Arrived, v));
        // Kernels from 6.16 on know no DCCP, take its checksum for wrong in IPv4, and send no ICMP error about it (net/netfilter/utils.c, nf_ip_checksum).
        var mayVanish = protocol == ProtocolNumbers.Dccp && family == AddressFamily.IPv4;
        Assert.All(verdicts[100..200], v => Assert.True(v == TwinVerdict.Rejected || (mayVanish && v == TwinVerdict.Dropped), $"{v}"));
        Assert.All(verdicts[200..], v => Assert.Equal(TwinVerdict.Dropped, v));
    }

    // What such a twin drops would pass for dropped by a rule.
    [Fact]
    public async Task A_twin_in_which_packets_do_not_arrive_without_any_rule_is_an_error()
    {
        // The way back leads out of the first interface, so nothing that comes in at the second is taken.
        var error = await Assert.ThrowsAsync<FirewallException>(() => Twin.CreateAsync(Plan with { ChecksReversePath = true }, CancellationToken.None, TimeSpan.FromMilliseconds(200)));
        Assert.Equal("TwinNotReady", error.ErrorId);
    }

    [Fact]
    public async Task A_reset_by_a_rule_is_a_rejection_and_one_by_the_kernel_is_not()
    {
        using var twin = await Twin.CreateAsync(Plan, CancellationToken.None);
        await twin.LoadAsync(AddressFamily.IPv4, IptablesBackend.Nft, """
            *filter
            :INPUT ACCEPT [0:0]
            -A INPUT -p tcp -m tcp --dport 1000 -j REJECT --reject-with tcp-reset
            COMMIT

            """, CancellationToken.None);
        var packet = Packet(AddressFamily.IPv4, ProtocolNumbers.Tcp);
        Assert.Equal(
            [TwinVerdict.Rejected, TwinVerdict.Rejected, TwinVerdict.Arrived],
            await twin.JudgeAsync(
                [packet with { DestinationPort = 1000 }, packet with { DestinationPort = 1000, SourcePort = 41000, TcpFlags = 0x10 }, packet with { DestinationPort = 1001 }],
                CancellationToken.None));
    }

    [Fact]
    public async Task Packets_come_in_where_they_are_sent()
    {
        using var twin = await Twin.CreateAsync(Plan, CancellationToken.None);
        await twin.LoadAsync(AddressFamily.IPv4, IptablesBackend.Nft, "*filter\n:INPUT DROP [0:0]\n-A INPUT -i docker0 -j ACCEPT\nCOMMIT\n", CancellationToken.None);
        var packet = Packet(AddressFamily.IPv4, ProtocolNumbers.Tcp);
        Assert.Equal(
            [TwinVerdict.Dropped, TwinVerdict.Arrived],
            await twin.JudgeAsync([packet, packet with { SourcePort = 41000, InInterface = "docker0" }], CancellationToken.None));
    }

    [Fact]
    public async Task A_packet_that_is_redirected_arrives_and_one_that_is_sent_elsewhere_is_forwarded()
    {
        using var twin = await Twin.CreateAsync(Plan with { Forwards = true }, CancellationToken.None);
        await twin.LoadAsync(AddressFamily.IPv4, IptablesBackend.Nft, """
            *nat
            :PREROUTING ACCEPT [0:0]
            -A PREROUTING -p tcp -m tcp --dport 1000 -j REDIRECT --to-ports 2000
            -A PREROUTING -p tcp -m tcp --dport 1001 -j DNAT --to-destination 172.17.0.2:80
            COMMIT
            *filter
            :INPUT DROP [0:0]
            -A INPUT -p tcp -m tcp --dport 2000 -j ACCEPT
            COMMIT

            """, CancellationToken.None);
        var packet = Packet(AddressFamily.IPv4, ProtocolNumbers.Tcp);
        Assert.Equal(
            [TwinVerdict.Arrived, TwinVerdict.Forwarded, TwinVerdict.Dropped],
            await twin.JudgeAsync([.. new[] { 1000, 1001, 1002 }.Select(port => packet with { DestinationPort = port })], CancellationToken.None));
    }

    [Fact]
    public async Task Each_of_thousands_of_packets_is_judged()
    {
        using var twin = await Twin.CreateAsync(Plan, CancellationToken.None);
        await twin.LoadAsync(AddressFamily.IPv4, IptablesBackend.Nft, "*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp --sport 1:32767 -j ACCEPT\nCOMMIT\n", CancellationToken.None);
        TwinPacket[] packets = [.. Enumerable.Range(1, 40000).Select(i => Packet(AddressFamily.IPv4, ProtocolNumbers.Tcp) with { SourcePort = i })];
        var clock = Stopwatch.StartNew();
        var verdicts = await twin.JudgeAsync(packets, CancellationToken.None);
        Assert.Equal(32767, verdicts.Count(v => v == TwinVerdict.Arrived));
        output.WriteLine($"{packets.Length / clock.Elapsed.TotalSeconds:0} packets a second");
    }

    [Fact]
    public async Task An_interface_that_the_kernel_refuses_is_an_error()
    {
        using var thread = await TwinThread.StartAsync();
        var error = await Assert.ThrowsAsync<FirewallException>(() => thread.RunAsync(() => TapDevice.Create("eth0/1"), CancellationToken.None));
        Assert.Equal("TwinNotMade", error.ErrorId);
    }

    [Fact]
    public async Task A_connection_that_the_kernel_refuses_is_an_error()
    {
        using var thread = await TwinThread.StartAsync();
        var error = await Assert.ThrowsAsync<FirewallException>(() => thread.RunAsync(
            () =>
            {
                using var connections = new ConnectionTable();
                connections.Open(Packet(AddressFamily.IPv4, ProtocolNumbers.Tcp));
                // It is there already.
                connections.Open(Packet(AddressFamily.IPv4, ProtocolNumbers.Tcp));
                return 0;
            },
            CancellationToken.None));
        Assert.Equal("TwinFailed", error.ErrorId);
    }

    [Fact]
    public async Task Rules_that_do_not_load_into_a_twin_are_an_error()
    {
        using var twin = await Twin.CreateAsync(Plan, CancellationToken.None);
        var error = await Assert.ThrowsAsync<FirewallException>(
            () => twin.LoadAsync(AddressFamily.IPv4, IptablesBackend.Nft, "*filter\n-A INPUT -m set --match-set none src -j DROP\nCOMMIT\n", CancellationToken.None));
        Assert.Equal("ToolFailedInTwin", error.ErrorId);
        Assert.Contains("none", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_sees_nothing_of_a_twin()
    {
        using var twin = await Twin.CreateAsync(Plan, CancellationToken.None);
        Assert.DoesNotContain("docker0", await File.ReadAllTextAsync("/proc/net/dev"), StringComparison.Ordinal);
        Assert.Contains("docker0", (await twin.RunAsync(NativeTool.Ip, ["link", "show"], null, CancellationToken.None)).StandardOutput, StringComparison.Ordinal);
    }

    private static TwinPacket Packet(AddressFamily family, int protocol) => new()
    {
        Family = family,
        InInterface = "eth0",
        Protocol = protocol,
        Source = Number(family == AddressFamily.IPv4 ? "203.0.113.7" : "2001:db8:7::7", family),
        Destination = Number(family == AddressFamily.IPv4 ? "198.51.100.1" : "2001:db8::1", family),
        SourcePort = 40000,
        DestinationPort = 2222,
    };

    private static UInt128 Number(string address, AddressFamily family) => AddressSets.ReadAddress(address, family)!.Value;
}
