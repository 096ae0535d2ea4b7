using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;

namespace PortFirewall;

/// <summary>A host that keeps what it is told to show.</summary>
internal sealed class RecordingHost(int width) : PSHost
{
    private readonly RecordingHostUI _ui = new(width);

    public override string Name => "Recording";

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => _ui;

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.GetCultureInfo("en-US");

    /// <summary>The choice to make where somebody asks; null where nobody is there to choose.</summary>
    public int? Choice
    {
        get => _ui.Choice;
        set => _ui.Choice = value;
    }

    /// <summary>Whether the window is one that shows colours.</summary>
    public bool HasColours
    {
        get => _ui.HasColours;
        set => _ui.HasColours = value;
    }

    /// <summary>The text, without its colours where the window shows none.</summary>
    public string Text => HasColours ? PSHostUserInterface.GetOutputString(_ui.Text, supportsVirtualTerminal: true) : new StringDecorated(_ui.Text).ToString(OutputRendering.PlainText);

    public void Clear() => _ui.Clear();

    public override void SetShouldExit(int exitCode)
    {
    }

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();
}
