namespace PortFirewall;

/// <summary>A test with a real SSH server: where its package could not be fetched, it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SshFactAttribute : FactAttribute
{
    public SshFactAttribute() => Skip = TestPackages.Vantages.WhyNot;
}
