using System.Management.Automation;

namespace PortFirewall;

/// <summary>The same for parameters that take wildcards.</summary>
internal sealed class CommentPatternCompleter : CommentCompleter
{
    /// <inheritdoc/>
    protected override string ValueOf(string text) => WildcardPattern.Escape(text);
}
