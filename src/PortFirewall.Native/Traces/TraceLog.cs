using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PortFirewall;

/// <summary>
/// Has the legacy tables report by netlink: for as long as it lives, the logger of a network namespace is <c>nfnetlink_log</c>, which sends traces to
/// its group 0. Only one program can read that, so whoever does knows that a change which is there already was left behind by one that was killed.
/// </summary>
internal sealed class TraceLog : IDisposable
{
    private const string Logger = "nfnetlink_log";
    private const string Folder = "/run/portfirewall";

    private static readonly HashSet<TraceLog> Open = [];

    private readonly List<(SafeFileHandle File, string Earlier)> _settings = [];
    private readonly string? _record;

    private TraceLog(string? record) => _record = record;

    /// <summary>Whether a process that was killed has left the logger of the calling thread's network namespace changed.</summary>
    public static bool IsLeft => RecordFile() is { } file && File.Exists(file);

    /// <summary>Redirects the log of the calling thread's network namespace. For whoever reads group 0.</summary>
    /// <exception cref="FirewallException"><c>TraceLogUnavailable</c>.</exception>
    public static TraceLog Redirect()
    {
        var log = new TraceLog(RecordFile());
        try
        {
            ProcessEnd.Watch(PutBackAllAsync);
            log.Set();
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        lock (Open)
        {
            if (!Open.Remove(this))
                return;
        }
        foreach (var (file, earlier) in _settings)
        {
            using (file)
                Write(file, earlier);
        }
        if (_record is not null)
            File.Delete(_record);
    }

    private void Set()
    {
        var left = ReadRecord();
        foreach (var family in (string[])["2", "10"])
        {
            var path = $"/proc/sys/net/netfilter/nf_log/{family}";
            // Without IPv6 there is nothing to set for it.
            if (!File.Exists(path))
                continue;
            try
            {
                // Held open: it is this namespace's, whichever thread writes to it later.
                var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
                var earlier = Read(file);
                _settings.Add((file, earlier == Logger ? left.GetValueOrDefault(family, Logger) : earlier));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw TraceErrors.TraceLogUnavailable(failure.Message);
            }
        }
        lock (Open)
            Open.Add(this);
        WriteRecord();
        foreach (var (file, _) in _settings)
            Write(file, Logger);
    }

    private static Task PutBackAllAsync()
    {
        TraceLog[] open;
        lock (Open)
            open = [.. Open];
        foreach (var log in open)
            log.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The file that keeps what was set before, for the case that this process is killed; null where there is no place for it.</summary>
    private static string? RecordFile()
    {
        var target = File.ResolveLinkTarget("/proc/thread-self/ns/net", returnFinalTarget: false)?.Name;
        return target is null ? null : Path.Combine(Folder, "trace-log-" + string.Concat(target.Where(char.IsAsciiDigit)));
    }

    private Dictionary<string, string> ReadRecord()
        => _record is null || !File.Exists(_record) ? []
            : File.ReadLines(_record).Select(l => l.Split('=')).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);

    private void WriteRecord()
    {
        if (_record is null)
            return;
        try
        {
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var families = _settings.Count == 1 ? (string[])["2"] : ["2", "10"];
            File.WriteAllLines(_record, families.Zip(_settings, (family, setting) => $"{family}={setting.Earlier}"));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A system without a /run that can be written to can still be traced; only after a kill -9 the logger stays as it is.
        }
    }

    private static string Read(SafeFileHandle file)
    {
        var bytes = new byte[256];
        return Encoding.ASCII.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0)).Trim();
    }

    private static void Write(SafeFileHandle file, string logger)
    {
        try
        {
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(logger + "\n"), 0);
        }
        catch (IOException failure)
        {
            // The namespace, or the module that was set before, may have gone.
            if (logger == Logger)
                throw TraceErrors.TraceLogUnavailable(failure.Message);
        }
    }
}
