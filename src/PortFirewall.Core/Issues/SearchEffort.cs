namespace PortFirewall;

/// <summary>
/// What a search for issues may cost, and whether somebody wants it to end. Chains that each jump twice to the next double the
/// work with every one of them, so that sixty would never come to an end.
/// </summary>
/// <param name="stop">Ends the search.</param>
internal sealed class SearchEffort(CancellationToken stop = default)
{
    /// <summary>For one question packets are not followed into chains more often than this.</summary>
    public const int MostVisits = 10_000;

    /// <summary>Nor, after several questions that were given up for that reason, more often than this.</summary>
    public const int MostVisitsThen = 100;

    /// <summary>More pieces than these, out of chains that are jumped to, are not kept account of: the others count as coming back.</summary>
    public const int MostKept = 200_000;

    private const int MostGivenUp = 10;

    private int _givenUp;

    /// <summary>How often packets were followed into a chain, or back out of it.</summary>
    public long Visits { get; private set; }

    /// <summary>How many pieces were kept account of.</summary>
    public int Kept { get; private set; }

    /// <summary>Whether every question so far was answered; otherwise some were given up, and answered with no.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <exception cref="OperationCanceledException">Somebody wants it to end.</exception>
    public void CheckStop() => stop.ThrowIfCancellationRequested();

    /// <summary>Notes that a question was not answered.</summary>
    public void GiveUp() => IsComplete = false;

    /// <summary>Whether packets may be followed into one more chain; where not, the question is given up.</summary>
    /// <param name="visits">How often they were for this question.</param>
    public bool MayVisit(int visits)
    {
        CheckStop();
        Visits++;
        if (visits <= (_givenUp < MostGivenUp ? MostVisits : MostVisitsThen))
            return true;
        _givenUp++;
        GiveUp();
        return false;
    }

    /// <summary>Whether one more piece may be kept account of.</summary>
    public bool MayKeep()
    {
        CheckStop();
        if (Kept < MostKept)
        {
            Kept++;
            return true;
        }
        GiveUp();
        return false;
    }
}
