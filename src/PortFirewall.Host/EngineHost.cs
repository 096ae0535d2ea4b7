using System.Globalization;
using System.Management.Automation.Host;

namespace PortFirewall.Host;

/// <summary>What the engine sees of this program.</summary>
internal sealed class EngineHost : PSHost
{
    private readonly EngineHostUI _ui;

    private readonly ForegroundProgram _foreground;

    public EngineHost(ForegroundProgram foreground, CancellationToken stopping)
    {
        _foreground = foreground;
        _ui = new EngineHostUI(new Terminal(), stopping);
    }

    public override string Name => "PortFirewall.Host";

    public override Version Version { get; } = typeof(EngineHost).Assembly.GetName().Version ?? new Version(0, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => _ui;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <summary>The number that a script has given to <c>exit</c>; null where none has.</summary>
    public int? RequestedExitStatus { get; private set; }

    public override void SetShouldExit(int exitCode) => RequestedExitStatus = exitCode;

    /// <summary>Until the result is disposed of, all that is written goes to standard error.</summary>
    public IDisposable WriteEverythingAsErrors() => _ui.WriteEverythingAsErrors();

    /// <summary>The script starts a program and waits for it.</summary>
    public override void NotifyBeginApplication()
    {
        _ui.ClearProgress();
        _foreground.Began();
    }

    public override void NotifyEndApplication() => _foreground.Ended();

    public override void EnterNestedPrompt() => throw new HostException("This host has no interactive prompt.");

    public override void ExitNestedPrompt() => throw new HostException("This host has no interactive prompt.");
}
