using System.Management.Automation;

namespace PortFirewall;

/// <summary>
/// The base of every cmdlet: one place where errors become error records, where Ctrl-C reaches the native process that is
/// running, and where asynchronous work is waited for, so that a cmdlet only ever writes from its own pipeline thread.
/// </summary>
public abstract class FirewallCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private WaitProgress? _progress;

    /// <summary>What people see of long waits.</summary>
    private protected WaitProgress Progress => _progress ??= new WaitProgress(this);

    /// <summary>Cancelled when the user stops the pipeline.</summary>
    private protected CancellationToken StopToken => _stopping.Token;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(
        () =>
        {
            RefuseEmptyText();
            Begin();
        },
        // Parameters that don't go together make no sense for any input.
        isTerminating: true);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(End);

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <summary>
    /// A variable that was never set arrives as an empty text. Taken as "no restriction" it would open a port to everyone, or
    /// change this host in place of a namespace; so an empty text that somebody typed is an error. In the properties of a piped
    /// object it is different: there it says that the object has no such thing.
    /// </summary>
    private void RefuseEmptyText()
    {
        foreach (var (name, value) in MyInvocation.BoundParameters)
        {
            var isText = MyInvocation.MyCommand.Parameters.TryGetValue(name, out var parameter) && parameter.ParameterType == typeof(string);
            if (isText && string.IsNullOrEmpty(value as string))
                throw InputErrors.EmptyValue(name);
        }
    }

    /// <summary>Work before the first input.</summary>
    private protected virtual void Begin()
    {
    }

    /// <summary>Work for one input. A <see cref="FirewallException"/> becomes an error record, and the next input is still handled.</summary>
    private protected virtual void Process()
    {
    }

    /// <summary>Work after the last input.</summary>
    private protected virtual void End()
    {
    }

    /// <summary>Whether somebody asked for verbose messages.</summary>
    private protected bool IsVerbose
        => MyInvocation.BoundParameters.TryGetValue("Verbose", out var verbose)
            ? verbose is SwitchParameter { IsPresent: true }
            : GetVariableValue("VerbosePreference") is not (null or ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    /// <summary>Whether nothing is to be done, only shown.</summary>
    private protected bool IsWhatIf
        => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var whatIf)
            ? whatIf is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Whether somebody will see what ShouldProcess is told: the text of a thousand rules takes its time, and is mostly for nobody.</summary>
    private protected bool IsActionShown
        => IsVerbose || MyInvocation.BoundParameters.ContainsKey("WhatIf") || MyInvocation.BoundParameters.ContainsKey("Confirm")
            || LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"))
            || GetVariableValue("ConfirmPreference") is not (ConfirmImpact.High or ConfirmImpact.None);

    /// <summary>Waits for work that Native does; Ctrl-C cancels it.</summary>
    internal T Await<T>(Func<CancellationToken, Task<T>> work)
    {
        // Without a synchronization context, which only some graphical hosts have, continuations run on the pool: waiting here
        // can't deadlock, and they never touch the pipeline.
        var task = SynchronizationContext.Current is null ? work(StopToken) : Task.Run(() => work(StopToken), StopToken);
        Progress.WaitFor(task);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>The same for work that has no result.</summary>
    private protected void Await(Func<CancellationToken, Task> work) => Await(async stop =>
    {
        await work(stop);
        return true;
    });

    /// <summary>Waits for work that Ctrl-C does not end: what a cmdlet does to leave things as they were.</summary>
    private protected static void AwaitToEnd(Func<Task> work) => Task.Run(work).GetAwaiter().GetResult();

    /// <summary>Warns, once a call, where somebody else will write anew what is about to be changed.</summary>
    private protected void WarnOfManagers(FirewallScope scope, IReadOnlyList<IptablesRule> rules)
    {
        foreach (var warning in Await(stop => ManagerWatch.WarningsAsync(scope, rules, stop)).Where(_told.Add))
            WriteWarning(warning);
    }

    /// <summary>Writes an error with its id, category, target and recommended action.</summary>
    private protected void WriteError(FirewallException error) => WriteError(ErrorRecords.From(error));

    /// <summary>Does one thing whose failure is reported without stopping what comes after it.</summary>
    private protected void Guard(Action work, bool isTerminating = false)
    {
        try
        {
            work();
        }
        catch (FirewallException error) when (!error.IsTerminating && !isTerminating)
        {
            WriteError(error);
        }
        catch (FirewallException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error));
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Releases what the cmdlet held.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the cmdlet held.</summary>
    /// <param name="disposing">True when called by PowerShell at the end of the pipeline.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stopping.Dispose();
    }
}
