using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PortFirewall;

/// <summary>The system calls that move a thread between namespaces (<c>setns(2)</c>, <c>unshare(2)</c>, <c>mount(2)</c>).</summary>
internal static partial class NamespaceCalls
{
    private const int CloneNewNet = 0x40000000;
    private const int CloneNewNs = 0x00020000;
    private const uint MsBind = 0x1000;
    private const uint MsRec = 0x4000;
    private const uint MsSlave = 1 << 19;

    /// <summary>Moves the calling thread into the network namespace.</summary>
    /// <returns>0, or the <c>errno</c>.</returns>
    public static int SetNetworkNamespace(SafeFileHandle file) => SetNs(file, CloneNewNet) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Gives the calling thread an empty network namespace of its own, which has no name and ends with whatever holds it.</summary>
    /// <returns>0, or the <c>errno</c>.</returns>
    public static int UnshareNetwork() => Unshare(CloneNewNet) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>
    /// Gives the calling thread a mount table of its own, in which nothing that it mounts is seen by anybody else.
    /// </summary>
    public static bool UnshareMounts() => Unshare(CloneNewNs) == 0 && Mount("", "/", "none", MsSlave | MsRec, 0) == 0;

    /// <summary>Shows <paramref name="source"/> where <paramref name="target"/> was.</summary>
    public static bool BindMount(string source, string target) => Mount(source, target, "none", MsBind, 0) == 0;

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetNs(SafeFileHandle file, int kind);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Mount(string source, string target, string fileSystem, nuint flags, nint data);
}
