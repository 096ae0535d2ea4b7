using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PortFirewall;

/// <summary>
/// The base of all completers: it finds out what there is within a time that somebody waits for gladly, and writes it as the command line needs it.
/// Whatever goes wrong on the way leaves less to choose from: nobody who presses a key to complete a word wants to read an error.
/// </summary>
internal abstract class Completer : IArgumentCompleter
{
    /// <summary>
    /// The end of all patience. What is here takes a few milliseconds, and up to a hundred the first time; a tool that hangs must not hang the prompt.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1.5);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = TypedWord.Read(wordToComplete);
        var command = Try(() => new TypedCommand(commandName, commandAst, fakeBoundParameters)) ?? new TypedCommand(commandName, command: null, fakeBoundParameters);
        var found = Try(() => Find(command)) ?? [];
        var known = Try(() => Known(command).ToList()) ?? [];
        return [.. found.Concat(known).DistinctBy(c => c.Text).Where(c => IsOffered(c, word)).Select(c => Write(c, word))];
    }

    /// <summary>What is known without a look at the host.</summary>
    protected virtual IEnumerable<CompletionChoice> Known(TypedCommand command) => [];

    /// <summary>What is found on the host; it goes ahead of what is known, and in place of it. What has been found when the time ends is worth having.</summary>
    protected virtual Task<IEnumerable<CompletionChoice>> FindAsync(TypedCommand command, CancellationToken cancellation)
        => Task.FromResult<IEnumerable<CompletionChoice>>([]);

    /// <summary>Whether a choice is meant by the word typed.</summary>
    protected virtual bool Matches(CompletionChoice choice, TypedWord word) => word.Begins(choice.Text) || word.Begins(ValueOf(choice.Text));

    /// <summary>A value as the parameter takes it.</summary>
    protected virtual string ValueOf(string text) => text;

    private List<CompletionChoice> Find(TypedCommand command)
    {
        using var deadline = new CancellationTokenSource(LongestWait);
        var finding = Task.Run(async () => (await FindAsync(command, deadline.Token)).ToList());
        // A little longer than the time itself, so that what was found in part can be told; what does not heed its end is left behind.
        return finding.Wait(LongestWait + TimeSpan.FromMilliseconds(200)) ? finding.Result : [];
    }

    /// <summary>Text with controls in it would do something to the terminal, and no cmdlet takes it.</summary>
    private bool IsOffered(CompletionChoice choice, TypedWord word)
        => choice.Text.Length > 0 && VisibleText.Of(choice.Text) == choice.Text && Matches(choice, word);

    private CompletionResult Write(CompletionChoice choice, TypedWord word)
        => new(word.Write(ValueOf(choice.Text)), choice.Text, CompletionResultType.ParameterValue, choice.ToolTip.Length > 0 ? VisibleText.Of(choice.ToolTip) : choice.Text);

    private static T? Try<T>(Func<T> work)
        where T : class
    {
        try
        {
            return work();
        }
#pragma warning disable CA1031 // Whatever it is, it is not worth an error at a prompt.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
