using System.Management.Automation;

namespace PortFirewall;

/// <summary>The same for parameters that take wildcards: a name that has such characters stands for itself only.</summary>
internal sealed class ChainPatternCompleter : ChainCompleter
{
    /// <inheritdoc/>
    protected override string ValueOf(string text) => WildcardPattern.Escape(text);
}
