namespace PortFirewall;

/// <summary>The labs of one test class, one for each backend, made when first asked for.</summary>
public sealed class Labs : IDisposable
{
    private readonly Dictionary<string, TestLab> _labs = new(StringComparer.Ordinal);

    /// <summary>The lab of a backend, as if it were new.</summary>
    internal TestLab On(string backend)
    {
        if (_labs.TryGetValue(backend, out var lab))
            lab.Reset();
        else
            _labs[backend] = lab = new TestLab(new Engine(), backend);
        return lab;
    }

    public void Dispose()
    {
        foreach (var lab in _labs.Values)
        {
            lab.Dispose();
            lab.Engine.Dispose();
        }
    }
}
