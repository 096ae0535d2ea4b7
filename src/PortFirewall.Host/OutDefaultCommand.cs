using System.Management.Automation;

namespace PortFirewall.Host;

/// <summary>The engine's <c>Out-Default</c>, which formats what is emitted, made to write all of it.</summary>
/// <remarks>
/// The engine's own loses what it holds back to size a table when a script ends by <c>exit</c> or an error, and throws when a
/// script that was stopped emits something, which cuts its <c>finally</c> blocks short in the middle of cleaning up.
/// </remarks>
[Cmdlet(VerbsData.Out, "Default")]
public sealed class OutDefaultCommand : Microsoft.PowerShell.Commands.OutDefaultCommand
{
    private bool _hasEnded;

    /// <summary>Writes what is left at the regular end of the pipeline.</summary>
    protected override void EndProcessing()
    {
        _hasEnded = true;
        base.EndProcessing();
    }

    /// <summary>Goes on writing: what comes after the stop comes from <c>finally</c> blocks.</summary>
    protected override void StopProcessing()
    {
    }

    /// <summary>Writes what is left at any other end.</summary>
    protected override void InternalDispose()
    {
        if (!_hasEnded)
            EndProcessing();
        base.InternalDispose();
    }
}
