using System.Diagnostics;
using System.Globalization;

namespace PortFirewall.Fuzz;

/// <summary>A run: keeps every input that reaches something new, and writes down each fault and how far it has come.</summary>
internal sealed class FuzzRun(string folder, FuzzTarget target, TimeSpan duration)
{
    private readonly List<byte[]> _corpus = [.. target.Samples];
    private readonly HashSet<string> _faults = new(StringComparer.Ordinal);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _executions;

    public int Run(CoverageMap map)
    {
        Directory.CreateDirectory(folder);
        foreach (var sample in _corpus)
            Execute(map, sample);
        for (var next = TimeSpan.Zero; _watch.Elapsed < duration;)
        {
            var input = target.Mutate(_corpus);
            if (Execute(map, input))
                _corpus.Add(input);
            if (_watch.Elapsed < next)
                continue;
            Record(map);
            next = _watch.Elapsed + TimeSpan.FromSeconds(30);
        }
        Record(map);
        return _faults.Count == 0 ? 0 : 1;
    }

    private bool Execute(CoverageMap map, byte[] input)
    {
        _executions++;
        map.Begin();
        var fault = target.FindFault(input);
        if (fault is not null && _faults.Add(Kind(fault)))
        {
            File.WriteAllBytes(Path.Combine(folder, $"fault-{_faults.Count}.input"), input);
            File.WriteAllText(Path.Combine(folder, $"fault-{_faults.Count}.txt"), fault);
        }
        return map.End();
    }

    /// <summary>Faults of one kind have the same first frames.</summary>
    private static string Kind(string fault)
        => string.Concat(string.Join('\n', fault.Split('\n').Where(l => l.TrimStart().StartsWith("at ", StringComparison.Ordinal)).Take(3).DefaultIfEmpty(fault)).Where(c => !char.IsDigit(c)));

    private void Record(CoverageMap map) => File.AppendAllText(
        Path.Combine(folder, "statistics.tsv"),
        string.Create(CultureInfo.InvariantCulture, $"{_watch.Elapsed.TotalSeconds:0}\t{_executions}\t{map.Branches}\t{_corpus.Count}\t{_faults.Count}\n"));
}
