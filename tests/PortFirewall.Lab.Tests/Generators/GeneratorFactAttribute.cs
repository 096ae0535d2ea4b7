namespace PortFirewall;

/// <summary>A test in which a generator really runs: where its package could not be fetched, it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GeneratorFactAttribute : FactAttribute
{
    public GeneratorFactAttribute() => Skip = TestPackages.Generators.WhyNot;
}
