using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace PortFirewall.Host;

/// <summary>Writes each stream to where a Unix program writes it, and asks for a choice where somebody can answer.</summary>
/// <remarks>
/// Unlike <c>pwsh</c>, warnings, verbose and debug messages go to standard error: standard output then holds what the commands
/// have emitted and nothing else.
/// </remarks>
internal sealed class EngineHostUI : PSHostUserInterface
{
    private readonly OutputChannel _errors;
    private readonly ProgressLine _progress;
    private readonly ChoicePrompt _choices;

    /// <summary>Parallel runspaces write through one host: a line is one step.</summary>
    private readonly Lock _lock = new();

    private OutputChannel _output;

    public EngineHostUI(Terminal terminal, CancellationToken stopping)
    {
        _output = new OutputChannel(Console.Out, terminal.ColoursOutput);
        _errors = new OutputChannel(Console.Error, terminal.ColoursErrors);
        _progress = new ProgressLine(terminal);
        _choices = new ChoicePrompt(terminal, this, stopping);
        RawUI = new EngineHostRawUI(terminal);
    }

    public override PSHostRawUserInterface RawUI { get; }

    public override bool SupportsVirtualTerminal => _output.ShowsColours;

    public override void Write(string value) => WriteText(_output, value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        WriteText(_output, PSStyle.MapForegroundColorToEscapeSequence(foregroundColor) + value + PSStyle.Instance.Reset);

    public override void WriteLine(string value) => WriteText(_output, value + "\n");

    public override void WriteErrorLine(string value) => WriteText(_errors, value + "\n");

    public override void WriteWarningLine(string message) => WriteMessage(PSStyle.Instance.Formatting.Warning, "WARNING", message);

    public override void WriteVerboseLine(string message) => WriteMessage(PSStyle.Instance.Formatting.Verbose, "VERBOSE", message);

    public override void WriteDebugLine(string message) => WriteMessage(PSStyle.Instance.Formatting.Debug, "DEBUG", message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_lock)
            _progress.Show(record);
    }

    /// <summary>Until the result is disposed of, all that is written goes to standard error.</summary>
    public IDisposable WriteEverythingAsErrors()
    {
        var redirection = new Redirection(this, _output);
        _output = _errors;
        return redirection;
    }

    public void ClearProgress()
    {
        lock (_lock)
            _progress.Clear();
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        _choices.Ask(caption, message, choices, defaultChoice);

    /// <summary>The engine asks for a mandatory parameter this way; told that it can't, it reports the parameter as missing.</summary>
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw NotAsked();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw NotAsked();

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => throw NotAsked();

    public override SecureString ReadLineAsSecureString() => throw NotAsked();

    public override string ReadLine() => throw NotAsked();

    private static HostException NotAsked() => new("This host runs scripts and asks for nothing but a choice.");

    private void WriteMessage(string style, string kind, string message) =>
        WriteText(_errors, $"{style}{kind}: {message}{PSStyle.Instance.Reset}\n");

    private void WriteText(OutputChannel channel, string text)
    {
        lock (_lock)
        {
            _progress.Clear();
            channel.Write(text);
        }
    }

    /// <summary>Gives standard output back.</summary>
    private sealed class Redirection(EngineHostUI ui, OutputChannel before) : IDisposable
    {
        public void Dispose() => ui._output = before;
    }
}
