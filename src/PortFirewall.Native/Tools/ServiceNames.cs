namespace PortFirewall;

/// <summary>The services of <c>/etc/services</c> (<c>services(5)</c>), read once.</summary>
internal sealed class ServiceNames : IServiceNames
{
    private readonly Lazy<Dictionary<(string Name, string Protocol), int>> _services = new(Read);

    private ServiceNames()
    {
    }

    public static ServiceNames System { get; } = new();

    /// <summary>All of them, in the order of the file.</summary>
    public IEnumerable<(string Name, string Protocol, int Port)> All => _services.Value.Select(s => (s.Key.Name, s.Key.Protocol, s.Value));

    public int? FindPort(string name, string protocol) => _services.Value.TryGetValue((name, protocol), out var port) ? port : null;

    private static Dictionary<(string Name, string Protocol), int> Read()
    {
        var services = new Dictionary<(string Name, string Protocol), int>();
        // Minimal systems have no such file; then only numbers can be given.
        if (!File.Exists("/etc/services"))
            return services;
        foreach (var line in File.ReadLines("/etc/services"))
        {
            var words = line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || words[1].Split('/') is not [var number, var protocol] || !int.TryParse(number, out var port))
                continue;
            foreach (var name in words.Where((_, i) => i != 1))
                services.TryAdd((name, protocol), port);
        }
        return services;
    }
}
