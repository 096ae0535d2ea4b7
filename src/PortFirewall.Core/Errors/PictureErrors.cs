namespace PortFirewall;

/// <summary>Errors of pictures and their files. The name of each method is the error id.</summary>
internal static class PictureErrors
{
    public static FirewallException PictureFormatNotKnown(string file) => FirewallException.Create(
        FirewallErrorKind.InvalidArgument, file,
        $"The name '{file}' does not say what to write.",
        "Let it end in .svg, .html or .mmd, or give -Format.");

    public static FirewallException PictureNotWritten(string file, Exception inner) => FirewallException.Create(
        FirewallErrorKind.WriteError, file,
        $"The picture could not be written to '{file}': {inner.Message}",
        "See that the folder exists, has room and can be written to.",
        inner: inner);
}
