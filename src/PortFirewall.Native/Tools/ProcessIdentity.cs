using System.Globalization;

namespace PortFirewall;

/// <summary>A process, told from any other that gets its number later: by when it began (<c>proc_pid_stat(5)</c>, <c>starttime</c>).</summary>
/// <param name="Id">Its number.</param>
/// <param name="Start">When it began, in ticks since the machine did.</param>
internal readonly record struct ProcessIdentity(int Id, long Start)
{
    /// <summary>Behind the name of the program, which ends at the last parenthesis: the state is the first field, and this the twentieth.</summary>
    private const int StartField = 19;

    /// <summary>This process.</summary>
    public static ProcessIdentity Own { get; } = new(Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0);

    /// <summary>Whether it is still there.</summary>
    public bool IsAlive => StartOf(Id) == Start;

    private static long? StartOf(int id)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{id}/stat");
            var fields = line[(line.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields.Length > StartField && long.TryParse(fields[StartField], NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
