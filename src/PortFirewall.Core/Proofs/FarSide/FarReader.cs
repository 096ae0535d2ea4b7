using System.Globalization;
using System.Net;

namespace PortFirewall;

/// <summary>
/// Reads what the script on the far side prints, line by line, and makes probes of it. What a login shell prints of its own, what
/// was not asked and what comes twice is passed over: nothing but an answer to this plan becomes a probe.
/// </summary>
internal sealed class FarReader(ProbePlan plan, Vantage vantage, string token)
{
    /// <summary>More than any name stands for; beyond it a far side only means to fill memory.</summary>
    private const int MostAddresses = 4096;

    private readonly HashSet<int> _ports = [.. plan.EachPort];
    private readonly Dictionary<(int Number, IPAddress Address), FarAddress> _addresses = [];
    private readonly HashSet<IPAddress> _own = [];
    private readonly HashSet<IPAddress> _silent = [];
    private readonly HashSet<int> _unknown = [];
    private readonly HashSet<(int Number, IPAddress Address, int Port)> _done = [];

    private readonly FarDatagrams? _datagrams = plan.Datagram is { } application ? new FarDatagrams(plan, vantage, application) : null;
    private bool _looksUp;

    /// <summary>Whether anything at all was printed there: then ssh got in.</summary>
    public bool HasSpoken { get; private set; }

    /// <summary>Whether the script has begun: there is a shell, and it runs what it is given.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether the script ran to its end.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>What the far side lacks to answer, as the end of a sentence; null where it lacks nothing.</summary>
    public string? Lack { get; private set; }

    /// <summary>Whether everything that was asked has been answered.</summary>
    public bool IsWhole => (_looksUp || _done.Count == _addresses.Count * _ports.Count)
        && Enumerable.Range(0, plan.ComputerNames.Count).All(n => _unknown.Contains(n) || _addresses.Keys.Any(key => key.Number == n));

    /// <summary>What is to be sent over UDP, once the names have been looked up.</summary>
    public IEnumerable<FarQuestion> Datagrams() => _addresses.Values.OrderBy(a => a.Number).SelectMany(_datagrams!.Ask);

    /// <summary>Another run of the script is about to begin.</summary>
    /// <param name="looksUp">Whether it looks up names and does no more.</param>
    public void Expect(bool looksUp)
    {
        HasBegun = HasEnded = false;
        _looksUp = looksUp;
    }

    /// <summary>Takes one line.</summary>
    /// <returns>The probes that it tells of.</returns>
    public IReadOnlyList<PortProbe> Take(string line)
    {
        HasSpoken = true;
        if (FarLine.Split(line, token) is not [var kind, .. var fields])
            return [];
        switch (kind)
        {
            case "hello":
                HasBegun = true;
                break;
            case "end":
                HasEnded = true;
                break;
            case "lacks":
                Lack = "it has neither nc nor bash nor python3 that could connect";
                break;
            case "mine" when fields is [var own]:
                AddOwn(own);
                break;
            case "silent" when fields is [_, var silent] && FarLine.ReadAddress(silent) is { } address:
                _silent.Add(address);
                break;
            case "at":
                Announce(fields);
                break;
            case "no" when fields is [var number, var why]:
                return NotFound(number, why);
            case "did" when FarResult.Read(fields) is { } result:
                return Judge(result);
            case "got" when FarResult.ReadDatagram(fields) is { } result:
                return Judge(result);
        }
        return [];
    }

    /// <summary>A line of <c>/proc/net/fib_trie</c>, or of <c>/proc/net/if_inet6</c> with its 32 digits.</summary>
    private void AddOwn(string text)
    {
        if (text.Length == 32 && UInt128.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _))
            _own.Add(new IPAddress(Convert.FromHexString(text)));
        else if (FarLine.ReadAddress(text) is { } address)
            _own.Add(address);
    }

    private void Announce(string[] fields)
    {
        if (fields is not [var text, var where, var own, var source] || ReadNumber(text) is not { } number || FarLine.ReadAddress(where) is not { } address
            || !plan.Wants(FarLine.FamilyOf(address)) || _addresses.Count >= MostAddresses)
            return;
        var isOwn = IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? true
            : own == "own" ? true
            : own == "far" ? false
            : _own.Count > 0 ? _own.Contains(address)
            : (bool?)null;
        _addresses.TryAdd((number, address), new FarAddress(number, address, FarLine.ReadZone(where), isOwn, FarLine.ReadAddress(source)));
    }

    private IReadOnlyList<PortProbe> NotFound(string text, string why)
    {
        if (ReadNumber(text) is not { } number || !_unknown.Add(number))
            return [];
        var name = plan.ComputerNames[number];
        if (why == "tool")
        {
            Lack = "it has nothing that looks up a name (getent, python3 or nslookup); give addresses";
            return [];
        }
        var detail = why == "late"
            ? $"No name server answered for '{name}' within {plan.Timeout.TotalSeconds:0.###} s."
            : $"The name '{name}' is not known where the vantage looks names up, or has no address of the family.";
        return [.. plan.EachPort.Select(port => new PortProbe
        {
            ComputerName = name,
            Port = port,
            Protocol = plan.Protocol,
            Outcome = ProbeOutcome.NameNotFound,
            Vantage = vantage.Text,
            CrossesNetwork = false,
            Detail = detail,
        })];
    }

    private IReadOnlyList<PortProbe> Judge(FarResult result)
    {
        if (!_addresses.TryGetValue((result.Number, result.Address), out var address) || !_ports.Contains(result.Port))
            return [];
        if (result.Tool is null)
        {
            Lack = _datagrams is null
                ? "nothing there (nc, bash, python3) could make the connection, or said how it ended"
                : "nothing there sends such a datagram; python3 does, and where the reply comes from the port that was asked, bash or nc (not busybox's) with dd, od and timeout";
            return [];
        }
        var key = (result.Number, result.Address, result.Port);
        if (_done.Contains(key))
            return [];
        var isSilent = _silent.Contains(result.Address);
        var probe = _datagrams is null ? FarProbe.Of(plan, vantage, address, result, isSilent) : _datagrams.Take(address, result, isSilent);
        if (probe is null)
            return [];
        _done.Add(key);
        return [probe];
    }

    private int? ReadNumber(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < plan.ComputerNames.Count ? number : null;
}
