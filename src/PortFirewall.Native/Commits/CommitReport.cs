using System.Globalization;

namespace PortFirewall;

/// <summary>Reads what <c>commit.sh</c> prints.</summary>
internal static class CommitReport
{
    /// <summary>What became of each step; null where the report does not come to its end.</summary>
    public static IReadOnlyList<CommitOutcome>? Read(string text, IReadOnlyList<CommitStep> steps)
    {
        var outcomes = steps.Select(_ => new CommitOutcome(null, null)).ToArray();
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines is not [.. var calls, "end"])
            return null;
        for (var i = 0; i < calls.Length; i++)
        {
            var words = calls[i].Split(' ');
            var number = int.Parse(words[1], CultureInfo.InvariantCulture);
            var complaints = calls.Skip(i + 1).TakeWhile(l => l[0] == ' ').Select(l => l[1..]).ToList();
            i += complaints.Count;
            var isMake = words[0] == "make";
            var result = new NativeResult(
                isMake ? steps[number].Make : steps[number].TakeBack!, int.Parse(words[2], CultureInfo.InvariantCulture), "", string.Join('\n', complaints));
            outcomes[number] = isMake ? outcomes[number] with { Make = result } : outcomes[number] with { TakeBack = result };
        }
        return outcomes;
    }
}
