using System.Runtime;

namespace PortFirewall.Benchmarks;

/// <summary>
/// The rounds of a measurement that are not counted: as many as it takes until the compiler leaves alone what is measured. It compiles what is called often
/// anew, more than once, on another thread, which takes a core of two from what is timed.
/// </summary>
internal sealed class WarmUp
{
    private const int Most = 500;

    /// <summary>Rounds in a row in which next to nothing was compiled.</summary>
    private const int QuietRounds = 25;

    /// <summary>A method now and then, which somebody called for the thirtieth time.</summary>
    private const int QuietMethods = 40;

    private readonly Queue<long> _compiled = new();
    private int _rounds;
    private bool _isOver;

    /// <summary>Whether the round that has just ended counts; to be asked after each.</summary>
    public bool IsOver()
    {
        if (_isOver)
            return true;
        _rounds++;
        _compiled.Enqueue(JitInfo.GetCompiledMethodCount());
        if (_compiled.Count > QuietRounds + 1)
            _compiled.Dequeue();
        // The next one counts then.
        _isOver = _compiled.Count > QuietRounds && _compiled.Last() - _compiled.Peek() <= QuietMethods;
        if (!_isOver && _rounds == Most)
            throw new InvalidOperationException($"After {Most} rounds the compiler is still at work: what would be measured is its work as well.");
        return false;
    }
}
