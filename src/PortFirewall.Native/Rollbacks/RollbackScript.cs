using System.Text;

namespace PortFirewall;

/// <summary>The programs that take a change back, as they are in this assembly, and what they are given.</summary>
internal static class RollbackScript
{
    private static readonly string[] Parts = ["rollback.sh", "where.sh", "records.sh", "timer.sh", "taking-back.sh", "together.sh", "decisions.sh"];

    private static readonly string Shell = string.Concat(Parts.Select(EmbeddedScript.Read));
    private static readonly string Awk = EmbeddedScript.Read("undo.awk");

    /// <summary>The call that does something with rollbacks.</summary>
    /// <param name="purpose">What it does, as the end of the sentence "Privilege is required to …".</param>
    /// <param name="arguments">What to do, and with which rollback.</param>
    public static NativeCommand Call(string purpose, params IReadOnlyList<string> arguments)
        => new(NativeTool.Shell, ["-c", Shell, "rollback", .. arguments]) { Purpose = purpose, Timeout = TimeSpan.FromSeconds(150) };

    /// <summary>What the timer keeps: programs, facts, and what takes the change back, with the number of lines so that a part is never taken for the whole.</summary>
    /// <param name="facts">Lines of a key and a value.</param>
    /// <param name="changes">What was changed, in each family.</param>
    public static string Input(IEnumerable<string> facts, IEnumerable<RulesetChange> changes)
    {
        var text = new StringBuilder();
        var lines = 0;
        Add("script", Shell);
        Add("undo.awk", Awk);
        Add("about", string.Concat(facts.Select(f => f + "\n")));
        foreach (var change in changes)
            Add(change.AddressFamily == AddressFamily.IPv4 ? "undo.4" : "undo.6", change.UndoText);
        return text.Append("==end ").Append(lines).Append('\n').ToString();

        void Add(string name, string part)
        {
            text.Append("==").Append(name).Append('\n').Append(part);
            lines += part.Count(c => c == '\n');
        }
    }
}
