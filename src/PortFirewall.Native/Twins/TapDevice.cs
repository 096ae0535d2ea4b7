using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PortFirewall;

/// <summary>
/// An interface whose cable ends in this process (<c>Documentation/networking/tuntap.rst</c>). What is written to it comes in, and
/// has passed every hook by the time the write returns (<c>drivers/net/tun.c</c>, <c>tun_rx_batched</c>): nothing is ever under way, so
/// a packet that did not arrive was dropped. The end of a <c>veth</c> has a queue that overflows instead.
/// </summary>
internal sealed partial class TapDevice : IDisposable
{
    private const string ControlFile = "/dev/net/tun";
    private const int ReadWrite = 2;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const short Tap = 0x0002;
    private const short NoPacketInformation = 0x1000;
    private const nuint SetInterface = 0x400454ca;

    private readonly SafeFileHandle _file;

    private TapDevice(SafeFileHandle file) => _file = file;

    /// <summary>Makes an interface of that name in the network namespace of the calling thread. It is gone when this is disposed.</summary>
    /// <exception cref="FirewallException"><c>TwinNotMade</c>.</exception>
    public static unsafe TapDevice Create(string name)
    {
        var file = Open(ControlFile, ReadWrite | NonBlocking | CloseOnExec);
        if (file.IsInvalid)
        {
            throw TwinErrors.TwinNotMade(
                $"{ControlFile} could not be opened (error {Marshal.GetLastPInvokeError()})",
                "Load the module 'tun' (modprobe tun); in a container, let it have the device (docker run --device /dev/net/tun)");
        }
        // struct ifreq: 16 bytes of name, and a union of which only the flags are set.
        var request = stackalloc byte[40];
        new Span<byte>(request, 40).Clear();
        for (var i = 0; i < Math.Min(name.Length, InterfaceSets.MaximumLength); i++)
            request[i] = (byte)name[i];
        *(short*)(request + 16) = Tap | NoPacketInformation;
        if (IoControl(file, SetInterface, request) == 0)
            return new TapDevice(file);
        var error = Marshal.GetLastPInvokeError();
        file.Dispose();
        throw TwinErrors.TwinNotMade($"an interface '{name}' could not be made (error {error})", "See that the name is one that an Ethernet interface can have");
    }

    /// <summary>Lets a frame come in.</summary>
    public unsafe void Send(ReadOnlySpan<byte> frame)
    {
        fixed (byte* bytes = frame)
        {
            if (Write(_file, bytes, (nuint)frame.Length) != frame.Length)
                throw TwinErrors.TwinFailed($"A packet could not be sent into the twin (error {Marshal.GetLastPInvokeError()}).");
        }
    }

    /// <summary>The next frame that the kernel sent out; 0 where there is none.</summary>
    public unsafe int Receive(Span<byte> frame)
    {
        fixed (byte* bytes = frame)
            return (int)Math.Max(0, Read(_file, bytes, (nuint)frame.Length));
    }

    public void Dispose() => _file.Dispose();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int IoControl(SafeFileHandle file, nuint request, byte* argument);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint Write(SafeFileHandle file, byte* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint Read(SafeFileHandle file, byte* bytes, nuint count);
}
