namespace PortFirewall;

/// <summary>One engine for all tests of a class.</summary>
public sealed class SharedEngine : IDisposable
{
    internal Engine Engine { get; } = new();

    public void Dispose() => Engine.Dispose();
}
