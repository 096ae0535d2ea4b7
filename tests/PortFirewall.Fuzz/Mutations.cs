using System.Text;

namespace PortFirewall.Fuzz;

/// <summary>Changes of an input: bits, bytes, words of the language, pieces of other inputs, and repetition.</summary>
internal sealed class Mutations(int seed)
{
    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "*filter\n", "*nat\n", "*raw\n", "COMMIT\n", ":INPUT DROP [0:0]\n", ":web - [0:0]\n", "-A INPUT ", "-A web ", "-I INPUT ", "-I web 2 ", "-N web\n", "-P INPUT DROP\n", "-F\n", "-X web\n",
            "[1:60] ", "[18446744073709551616:0] ", " -p tcp", " -p udp", " -p 58", " -s 192.0.2.1/24", " -d 2001:db8::1/32", " ! ", " -i eth+", " -m tcp --dport 22", " --sport :1023",
            " -m multiport --dports 1,2:3", " -m conntrack --ctstate NEW,RELATED", " -m comment --comment \"a \\\" b\"", " -m limit --limit 5/min", " -m set --match-set x src,dst",
            " -m recent --set --name a", " -m mark --mark 0x1/0xff", " -m addrtype --dst-type LOCAL", " --tcp-flags SYN,ACK SYN", " --syn", " -j ACCEPT", " -j web", " -g web", " -j REJECT --reject-with tcp-reset",
            " -j LOG --log-prefix \"x \"", " -j DNAT --to-destination 192.0.2.1:80", " -j MARK --set-mark 0x1", " -f", "\r\n", "\0", "\"", "\\", "\t", "--", "-", "=", "/", ",", ":", "!", "99999999999999999999", "-1", "0x", "é", "\u2028",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private readonly Random _random = new(seed);

    public byte[] Mutate(IReadOnlyList<byte[]> corpus)
    {
        List<byte> input = [.. corpus[_random.Next(corpus.Count)]];
        for (var count = 1 << _random.Next(5); count > 0; count--)
            MutateOnce(input, corpus);
        return input.Count > 16_384 ? [.. input.Take(16_384)] : [.. input];
    }

    private void MutateOnce(List<byte> input, IReadOnlyList<byte[]> corpus)
    {
        var at = _random.Next(input.Count + 1);
        var length = Math.Min(_random.Next(1, 40), input.Count - at);
        switch (_random.Next(7))
        {
            case 0 when at < input.Count:
                input[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < input.Count:
                input[at] = (byte)_random.Next(256);
                break;
            case 2:
                input.RemoveRange(at, length);
                break;
            case 3:
                input.InsertRange(at, input.GetRange(at, length));
                break;
            case 4:
                var other = corpus[_random.Next(corpus.Count)];
                var from = _random.Next(other.Length + 1);
                input.InsertRange(at, other.AsSpan(from, Math.Min(_random.Next(1, 200), other.Length - from)));
                break;
            default:
                input.InsertRange(at, Words[_random.Next(Words.Length)]);
                break;
        }
    }
}
