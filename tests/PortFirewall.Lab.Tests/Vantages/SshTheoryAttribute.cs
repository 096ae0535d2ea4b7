namespace PortFirewall;

/// <summary>A theory with a real SSH server: where its package could not be fetched, it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SshTheoryAttribute : TheoryAttribute
{
    public SshTheoryAttribute() => Skip = TestPackages.Vantages.WhyNot;
}
