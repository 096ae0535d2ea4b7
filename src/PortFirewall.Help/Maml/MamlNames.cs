using System.Xml.Linq;

namespace PortFirewall.Help.Maml;

/// <summary>The namespaces of MAML, by which <c>Get-Help</c> knows the elements.</summary>
internal static class MamlNames
{
    public static readonly XNamespace Document = "http://schemas.microsoft.com/maml/2004/10";

    public static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";

    public static readonly XNamespace Developer = "http://schemas.microsoft.com/maml/dev/2004/10";
}
