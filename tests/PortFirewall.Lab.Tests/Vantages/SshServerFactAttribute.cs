namespace PortFirewall;

/// <summary>A test with a real SSH server and real servers of applications: where a package could not be fetched, it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SshServerFactAttribute : FactAttribute
{
    public SshServerFactAttribute() => Skip = TestPackages.Vantages.WhyNot ?? TestPackages.Servers.WhyNot;
}
