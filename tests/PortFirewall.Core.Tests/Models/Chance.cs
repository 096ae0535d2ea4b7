namespace PortFirewall.Core.Tests.Models;

/// <summary>Answers for what can't be decided, one after the other; run again and again, it gives every sequence of answers.</summary>
internal sealed class Chance
{
    /// <summary>More ways than this are not followed.</summary>
    private const int MostWays = 512;

    private readonly List<bool> _answers = [];
    private int _at;
    private int _ways;

    public bool Next()
    {
        if (_at == _answers.Count)
            _answers.Add(false);
        return _answers[_at++];
    }

    /// <summary>Turns to the next sequence of answers; false where all have been given.</summary>
    public bool Advance()
    {
        _answers.RemoveRange(_at, _answers.Count - _at);
        while (_answers.Count > 0 && _answers[^1])
            _answers.RemoveAt(_answers.Count - 1);
        _at = 0;
        if (_answers.Count == 0 || ++_ways == MostWays)
            return false;
        _answers[^1] = true;
        return true;
    }
}
