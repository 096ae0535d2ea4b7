namespace PortFirewall;

/// <summary>How many commands were killed, and when: whether the moments are well spread.</summary>
internal sealed class KillTally
{
    private int _before;
    private int _after;
    private int _duringOld;
    private int _duringNew;

    /// <summary>How many were killed on the way.</summary>
    public int Killed => _before + _after + _duringOld + _duringNew;

    /// <param name="atWork">Whether a native tool was at work then.</param>
    /// <param name="isBefore">Whether all is as it was before.</param>
    public void Add(bool atWork, bool isBefore)
    {
        if (atWork)
            (isBefore ? ref _duringOld : ref _duringNew)++;
        else
            (isBefore ? ref _before : ref _after)++;
    }

    public override string ToString()
        => $"{Killed} killed: {_before} ahead of the change, {_duringOld + _duringNew} with a native tool at work ({_duringOld} left all as it was, {_duringNew} all as meant), {_after} behind the change";
}
