namespace PortFirewall;

/// <summary>What the rules of one chain take, in their order.</summary>
internal sealed class TakerList
{
    private readonly List<Taker> _takers = [];
    private PacketBounds[] _bounds = new PacketBounds[16];

    public int Count => _takers.Count;

    public void Add(Taker taker)
    {
        if (_takers.Count == _bounds.Length)
            Array.Resize(ref _bounds, _bounds.Length * 2);
        _bounds[_takers.Count] = taker.Bounds;
        _takers.Add(taker);
    }

    /// <summary>Those of the first <paramref name="count"/> that may take some of the packets.</summary>
    public void FindMeeting(in PacketBounds bounds, int count, List<Taker> found)
    {
        for (var i = 0; i < count; i++)
        {
            if (_bounds[i].MayMeet(bounds))
                found.Add(_takers[i]);
        }
    }
}
