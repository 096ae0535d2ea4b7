using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace PortFirewall;

/// <summary>Keeps text; answers nothing, unless it is told what to choose.</summary>
internal sealed class RecordingHostUI(int width) : PSHostUserInterface
{
    private readonly StringBuilder _text = new();
    private readonly Lock _lock = new();

    /// <summary>The choice to make where somebody asks; null where nobody is there to choose.</summary>
    public int? Choice { get; set; }

    /// <summary>Whether the window is one that shows colours.</summary>
    public bool HasColours { get; set; }

    public override bool SupportsVirtualTerminal => HasColours;

    public override PSHostRawUserInterface RawUI { get; } = new RecordingHostRawUI(width);

    public string Text
    {
        get
        {
            lock (_lock)
                return _text.ToString();
        }
    }

    public void Clear()
    {
        lock (_lock)
            _text.Clear();
    }

    public override void Write(string value)
    {
        lock (_lock)
            _text.Append(value);
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + "\n");

    public override void WriteErrorLine(string value)
    {
    }

    public override void WriteWarningLine(string message)
    {
    }

    public override void WriteVerboseLine(string message)
    {
    }

    public override void WriteDebugLine(string message)
    {
    }

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Write($"{caption}\n{message}\n");
        return Choice ?? throw new NotSupportedException();
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
        => throw new NotSupportedException();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
        => throw new NotSupportedException();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
        => throw new NotSupportedException();

    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

    public override string ReadLine() => throw new NotSupportedException();
}
