using CsCheck;

namespace PortFirewall.Core.Tests.Models;

/// <summary>Random targets that change something about a packet.</summary>
internal static class AnyTargets
{
    public static Gen<string?> Mark(string table) => table == "raw" ? SetMark("MARK") : Gen.OneOf(SetMark("MARK", "CONNMARK"), SaveMark);

    private static readonly Gen<string?> SaveMark
        = Gen.Select(Gen.OneOf("--save-mark", "--restore-mark"), Gen.UInt[1, 3], Gen.UInt[1, 3]).Select((option, packet, connection) => (string?)$"CONNMARK {option} --nfmask 0x{packet} --ctmask 0x{connection}");

    private static Gen<string?> SetMark(params string[] targets) => Gen.OneOf(
        Gen.Select(Gen.OneOf(targets), Gen.OneOf("--set-xmark", "--set-mark"), Gen.UInt[0, 3], Gen.OneOf("", "/0x1", "/0x2", "/0x3")).Select((target, option, value, mask) => (string?)$"{target} {option} 0x{value}{mask}"),
        Gen.Select(Gen.OneOf(targets), Gen.OneOf("--and-mark", "--or-mark", "--xor-mark"), Gen.UInt[0, 3]).Select((target, option, value) => (string?)$"{target} {option} 0x{value}"));

    public static Gen<string?> DestinationNat(World world) => Gen.OneOf(
        Gen.OneOf<string?>("REDIRECT", "REDIRECT --to-ports 22", "REDIRECT --to-ports 2222"),
        Gen.Select(Gen.OneOf(world.Addresses), Gen.OneOf("", ":22", ":2222")).Where((address, _) => !IsLoopback(world.Write(address)))
            .Select((address, port) => (string?)$"DNAT --to-destination {(world.Family == AddressFamily.IPv6 && port.Length > 0 ? $"[{world.Write(address)}]" : world.Write(address))}{port}"));

    /// <summary>A packet that is sent there from outside is stopped by routing or is not, as the host is set up.</summary>
    private static bool IsLoopback(string address) => address.StartsWith("127.", StringComparison.Ordinal) || address == "::1";
}
