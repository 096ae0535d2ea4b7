using System.Runtime.InteropServices;

namespace PortFirewall;

/// <summary>Where this process writes to.</summary>
internal static partial class StandardOutput
{
    private const int Descriptor = 1;

    /// <summary>Whether that is a terminal (<c>isatty(3)</c>).</summary>
    public static bool IsTerminal => IsATty(Descriptor) == 1;

    [LibraryImport("libc", EntryPoint = "isatty")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int IsATty(int descriptor);
}
