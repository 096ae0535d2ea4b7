namespace PortFirewall;

/// <summary>
/// Lines out of bytes, to the letter: a line ends at a line feed and at nothing else, as a comment of a rule may hold a carriage return, and what is
/// not UTF-8 can be written again as the bytes that came (<see cref="RulesetBytes"/>).
/// </summary>
/// <param name="take">Takes each line.</param>
internal sealed class ByteLines(Action<string> take)
{
    private readonly List<byte> _rest = [];

    /// <summary>How many bytes of a line have come that is not at its end yet.</summary>
    public int Pending => _rest.Count;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        for (int end; (end = bytes.IndexOf((byte)'\n')) >= 0; bytes = bytes[(end + 1)..])
        {
            if (_rest.Count == 0)
            {
                take(RulesetBytes.Decode(bytes[..end]));
                continue;
            }
            _rest.AddRange(bytes[..end]);
            TakeRest();
        }
        _rest.AddRange(bytes);
    }

    /// <summary>No more bytes come: a last line need not have a line feed.</summary>
    public void Finish()
    {
        if (_rest.Count > 0)
            TakeRest();
    }

    private void TakeRest()
    {
        take(RulesetBytes.Decode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rest)));
        _rest.Clear();
    }
}
