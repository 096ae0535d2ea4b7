namespace PortFirewall;

/// <summary>A test against servers out of their packages: where those could not be fetched, it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ServerTheoryAttribute : TheoryAttribute
{
    public ServerTheoryAttribute() => Skip = TestPackages.Servers.WhyNot;
}
