namespace PortFirewall;

/// <summary>A test that needs sudo: where its package could not be fetched, it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SudoFactAttribute : FactAttribute
{
    public SudoFactAttribute() => Skip = Sudo.WhyNot;
}
