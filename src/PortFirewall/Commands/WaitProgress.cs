using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace PortFirewall;

/// <summary>Tells whoever watches that a cmdlet is still at work, once that takes longer than people wait without asking.</summary>
/// <param name="command">The cmdlet, whose pipeline thread this runs on.</param>
internal sealed class WaitProgress(FirewallCommand command)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>What is waited for, in a few words.</summary>
    public string Stage { get; set; } = "Waiting for the host";

    /// <summary>Waits until a task has ended, in whatever way.</summary>
    public void WaitFor(Task task)
    {
        if (task.IsCompleted || Task.WaitAny([task], Beat) == 0)
            return;
        var clock = Stopwatch.StartNew();
        var record = new ProgressRecord(0, command.MyInvocation.MyCommand.Name, Stage);
        do
        {
            record.CurrentOperation = (clock.Elapsed + Beat).TotalSeconds.ToString("0' s'", CultureInfo.InvariantCulture);
            Show(record);
        }
        while (Task.WaitAny([task], Beat) != 0);
        record.RecordType = ProgressRecordType.Completed;
        Show(record);
    }

    private void Show(ProgressRecord record)
    {
        try
        {
            command.WriteProgress(record);
        }
        catch (PipelineStoppedException)
        {
            // The task was told so too. Not to wait for its end would leave behind what it takes back then.
        }
    }
}
