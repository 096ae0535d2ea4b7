namespace PortFirewall;

/// <summary>The kinds of verdicts that a picture tells apart by colour, as its style sheet names them.</summary>
internal static class PictureClass
{
    public static string Of(PortVerdict verdict) => verdict switch
    {
        PortVerdict.Accept => "accept",
        PortVerdict.Drop or PortVerdict.Reject => "stop",
        _ => "open",
    };
}
