namespace PortFirewall.Core.Tests.Models;

/// <summary><c>accept</c>, <c>drop</c>, <c>return</c>; <c>jump</c> or <c>goto</c> to a chain.</summary>
internal sealed record NftModelVerdict(string Name, string? Target = null)
{
    public string Json => Target is null ? $$$"""{"{{{Name}}}":null}""" : $$$"""{"{{{Name}}}":{"target":"{{{Target}}}"}}""";
}
