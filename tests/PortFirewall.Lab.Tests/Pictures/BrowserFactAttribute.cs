namespace PortFirewall;

/// <summary>A test in a real browser: where its package could not be fetched, it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = TestPackages.Browser.WhyNot;
}
