namespace PortFirewall;

/// <summary>Examples with servers out of their packages: where those could not be fetched, they are skipped, which says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ServedExampleTheoryAttribute : TheoryAttribute
{
    public ServedExampleTheoryAttribute() => Skip = ExampleServers.WhyNot;
}
