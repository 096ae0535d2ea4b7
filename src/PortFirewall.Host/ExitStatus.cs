namespace PortFirewall.Host;

/// <summary>What this program tells its caller, as <c>pwsh</c> would.</summary>
internal static class ExitStatus
{
    public const int Success = 0;

    public const int Failure = 1;

    /// <summary>The command line makes no sense (<c>EX_USAGE</c> of <c>sysexits.h</c>, which <c>pwsh</c> uses too).</summary>
    public const int Usage = 64;

    /// <summary>A program that a signal has ended is reported by shells as 128 and the signal's number.</summary>
    public static int Signalled(int signalNumber) => 128 + signalNumber;
}
