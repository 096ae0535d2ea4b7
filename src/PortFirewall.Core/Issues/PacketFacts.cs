namespace PortFirewall;

/// <summary>
/// Questions about a packet that have an answer which PortFirewall does not work out, such as <c>icmp --icmp-type 8</c>: yes
/// or no, and the same whenever it is asked in one table. Two rules that ask the same question get the same answer; different
/// questions are taken to have nothing to do with each other.
/// </summary>
internal sealed class PacketFacts
{
    /// <summary>A second or further fragment, which has no ports and no flags for a rule to look at.</summary>
    public const string Fragment = "-f";

    /// <summary>The same number in every table, for packets that go through several.</summary>
    public const int FragmentNumber = 0;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal) { [Fragment] = FragmentNumber };

    public int NumberOf(string question)
    {
        if (!_numbers.TryGetValue(question, out var number))
            _numbers[question] = number = _numbers.Count;
        return number;
    }
}
