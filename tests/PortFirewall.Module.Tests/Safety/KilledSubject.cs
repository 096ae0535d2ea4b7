namespace PortFirewall;

/// <summary>What a command that is to be killed works on: a server of its own, and what is looked at afterwards.</summary>
internal sealed class KilledSubject : IDisposable
{
    private readonly Action _dispose;
    private readonly Action _reset;
    private readonly Func<IReadOnlyList<string>> _state;

    private KilledSubject(KilledCommand command, string backend, string server, string more, Action reset, Func<IReadOnlyList<string>> state, Action dispose)
    {
        Name = command.Name;
        var parameters = $"-NetworkNamespace {server} -Backend {backend}";
        Command = command.Command.Replace("@on", parameters, StringComparison.Ordinal).Replace("@more", more, StringComparison.Ordinal);
        Undo = command.Undo.Replace("@on", parameters, StringComparison.Ordinal);
        NamespaceId = NamespaceProcesses.IdOf(server);
        Residents = NamespaceProcesses.In([NamespaceId]).SelectMany(p => p).ToHashSet();
        _reset = reset;
        _state = state;
        _dispose = dispose;
        IsEachForItself = command.Kind == KilledCommandKind.Files;
    }

    public string Name { get; }

    public string Command { get; }

    public string Undo { get; }

    /// <summary>The server, as <c>/proc</c> names it.</summary>
    public string NamespaceId { get; }

    /// <summary>The processes that live there.</summary>
    public IReadOnlySet<int> Residents { get; }

    /// <summary>Whether each part of the state is old or new for itself: two files are not renamed at once.</summary>
    public bool IsEachForItself { get; }

    /// <summary>The rules of both families, or the files.</summary>
    public IReadOnlyList<string> State => _state();

    public static KilledSubject Create(KilledCommand command, string backend, IReadOnlyList<string> rules, Engine engine) => command.Kind switch
    {
        KilledCommandKind.Lab => OfLab(command, new TestLab(engine, backend)),
        KilledCommandKind.Files => OfFiles(command, new BareServer(backend, rules), new ScratchFolder()),
        _ => OfServer(command, new BareServer(backend, rules)),
    };

    public void Reset() => _reset();

    public void Dispose() => _dispose();

    private static KilledSubject OfServer(KilledCommand command, BareServer server)
        => new(command, server.Backend, server.Name, "", server.Reset, () => server.Input, server.Dispose);

    /// <summary>With the rule for port 2222 where the command is to take it away.</summary>
    private static KilledSubject OfLab(KilledCommand command, TestLab lab)
        => new(
            command, lab.Backend, lab.Server, $"-ProbeFrom netns:{lab.Client}",
            () =>
            {
                lab.Reset();
                if (command.Command.StartsWith("Close", StringComparison.Ordinal))
                    lab.By("-I INPUT 2 -p tcp -m tcp --dport 2222 -j ACCEPT");
            },
            () => [.. TestLab.Families.Select(family => string.Join('\n', lab.Input(family)))], lab.Dispose);

    private static KilledSubject OfFiles(KilledCommand command, BareServer server, ScratchFolder folder)
        => new(
            command, server.Backend, server.Name, $"-Path {folder.Path}",
            () =>
            {
                foreach (var file in Directory.EnumerateFiles(folder.Path))
                    File.Delete(file);
                foreach (var file in Files(folder))
                    File.WriteAllText(file, "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -j DROP\nCOMMIT\n");
            },
            // When it was written is in its comments.
            () => [.. Files(folder).Select(f => string.Join('\n', File.ReadLines(f).Where(l => !l.StartsWith('#'))))],
            () =>
            {
                server.Dispose();
                folder.Dispose();
            });

    private static string[] Files(ScratchFolder folder) => [Path.Combine(folder.Path, "rules.v4"), Path.Combine(folder.Path, "rules.v6")];
}
