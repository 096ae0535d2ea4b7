using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>
/// Asks nf_tables in the kernel for its tables and chains. That takes some 50 µs, where starting nft takes some milliseconds, and
/// mostly the answer is that there is nothing beside the rules of iptables.
/// </summary>
internal static partial class NfTablesSocket
{
    private const int AfNetlink = 16;
    private const int RawCloexecNonblock = 3 | 0x80000 | 0x800;
    private const int NetfilterProtocol = 12;

    /// <summary>Larger than any part of an answer (<c>net/netlink/af_netlink.c</c>, <c>netlink_dump</c>: 32 KiB).</summary>
    private const int BufferSize = 1 << 16;

    /// <summary>The tables and chains of a network namespace, without rules; null where the kernel does not tell.</summary>
    public static async Task<NftRuleset?> ReadChainsAsync(string? networkNamespace, CancellationToken cancellation)
        => await Elevation.DetectAsync(NativeTool.Nft, cancellation) == FirewallElevation.Root
            ? await NamespaceThread.RunAsync(networkNamespace, Read, "look into a network namespace", cancellation)
            : null;

    private static NftRuleset? Read()
    {
        using var handle = new SafeSocketHandle(OpenSocket(AfNetlink, RawCloexecNonblock, NetfilterProtocol), ownsHandle: true);
        if (handle.IsInvalid)
            return null;
        var messages = new NfTablesMessages();
        return Ask(handle, NfTablesMessages.AskForTables, messages) && Ask(handle, NfTablesMessages.AskForChains, messages) ? messages.Ruleset : null;
    }

    private static bool Ask(SafeSocketHandle handle, byte[] question, NfTablesMessages messages)
    {
        if (Write(handle, question, question.Length) != question.Length)
            return false;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            // The kernel makes each part when the one before is taken: none is ever waited for.
            while (Read(handle, buffer, buffer.Length) is > 0 and var length)
            {
                if (messages.Add(buffer.AsSpan(0, (int)length)) is not false and var end)
                    return end == true;
            }
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenSocket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Write(SafeSocketHandle socket, ReadOnlySpan<byte> bytes, nint count);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Read(SafeSocketHandle socket, Span<byte> bytes, nint count);
}
