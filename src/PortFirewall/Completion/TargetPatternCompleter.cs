using System.Management.Automation;

namespace PortFirewall;

/// <summary>The same for parameters that take wildcards.</summary>
internal sealed class TargetPatternCompleter : TargetCompleter
{
    /// <inheritdoc/>
    protected override string ValueOf(string text) => WildcardPattern.Escape(text);
}
