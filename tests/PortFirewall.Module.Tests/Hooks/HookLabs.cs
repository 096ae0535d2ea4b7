namespace PortFirewall;

/// <summary>Labs in which other firewalls than the lab's own may be loaded; they are empty again for the next test.</summary>
public sealed class HookLabs : IDisposable
{
    private readonly Dictionary<string, HookLab> _labs = new(StringComparer.Ordinal);

    /// <summary>The lab of a backend, as if it were new.</summary>
    internal HookLab On(string backend)
    {
        if (_labs.TryGetValue(backend, out var lab))
            lab.Empty();
        else
            _labs[backend] = lab = new HookLab(backend);
        return lab;
    }

    /// <summary>A lab in which nothing but its own rules has ever been.</summary>
    internal HookLab Fresh(string backend)
    {
        if (_labs.Remove(backend, out var used))
            used.Dispose();
        return On(backend);
    }

    public void Dispose()
    {
        foreach (var lab in _labs.Values)
            lab.Dispose();
    }
}
