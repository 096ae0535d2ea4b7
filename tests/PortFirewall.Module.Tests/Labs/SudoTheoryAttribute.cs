namespace PortFirewall;

/// <summary>Tests that need sudo: where its package could not be fetched, they are skipped and say so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SudoTheoryAttribute : TheoryAttribute
{
    public SudoTheoryAttribute() => Skip = Sudo.WhyNot;
}
