using System.Management.Automation;

namespace PortFirewall.Host;

/// <summary>One line at the bottom of the terminal that says what is going on, written over again and again.</summary>
internal sealed class ProgressLine(Terminal terminal)
{
    private const string EraseLine = "\r\e[K";

    private bool _isShown;

    public void Show(ProgressRecord record)
    {
        if (!terminal.ShowsProgress)
            return;
        if (record.RecordType == ProgressRecordType.Completed)
        {
            Clear();
            return;
        }

        var percent = record.PercentComplete >= 0 ? $" {record.PercentComplete} %" : "";
        var operation = string.IsNullOrEmpty(record.CurrentOperation) ? "" : $" ({record.CurrentOperation})";
        var text = $"{record.Activity}: {record.StatusDescription}{operation}{percent}".ReplaceLineEndings(" ");

        // A line that is as wide as the terminal would wrap, and a wrapped line can't be erased.
        var width = terminal.Width - 1;
        Console.Error.Write(EraseLine + (text.Length > width ? text[..width] : text));
        _isShown = true;
    }

    public void Clear()
    {
        if (!_isShown)
            return;
        Console.Error.Write(EraseLine);
        _isShown = false;
    }
}
