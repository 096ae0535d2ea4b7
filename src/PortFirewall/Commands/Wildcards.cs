using System.Management.Automation;

namespace PortFirewall;

/// <summary>Makes wildcard patterns of what a person typed.</summary>
internal static class Wildcards
{
    /// <exception cref="FirewallException"><c>InvalidWildcard</c>.</exception>
    public static WildcardPattern Read(string pattern, WildcardOptions options)
    {
        try
        {
            var result = WildcardPattern.Get(pattern, options);
            // A pattern is looked at when it is first used, and not before.
            _ = result.IsMatch("");
            return result;
        }
        catch (WildcardPatternException)
        {
            throw InputErrors.InvalidWildcard(pattern);
        }
    }
}
