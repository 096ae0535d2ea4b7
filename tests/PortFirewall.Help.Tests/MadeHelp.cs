namespace PortFirewall.Help.Tests;

/// <summary>The sample module with its help made, once for the tests that only look at it.</summary>
public sealed class MadeHelp : IAsyncLifetime, IDisposable
{
    private readonly SampleModule _module = new();

    public async Task InitializeAsync() => Assert.Equal((0, ""), await _module.MakeHelp());

    public Task<string> Get(string arguments) => _module.GetHelp(arguments);

    public Task<string> AboutTopic() => _module.ReadAboutTopic();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _module.Dispose();
}
