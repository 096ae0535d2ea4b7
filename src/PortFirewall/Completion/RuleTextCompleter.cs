using System.Globalization;

namespace PortFirewall;

/// <summary>The base of completers for what the rules of a chain say.</summary>
internal abstract class RuleTextCompleter : Completer
{
    /// <summary>Nobody looks through more.</summary>
    private const int Most = 500;

    /// <summary>What to offer of a rule; null for nothing.</summary>
    /// <param name="chain">The chain that the rule is in.</param>
    /// <param name="number">Its number there.</param>
    /// <param name="text">The rule as <c>iptables-save</c> prints it, without <c>-A CHAIN</c>.</param>
    /// <param name="wanted">The chain that is meant; null for any.</param>
    private protected abstract CompletionChoice? Read(string chain, int number, string text, string? wanted);

    /// <summary>The chain that is meant; null for any.</summary>
    private protected virtual string? ChainOf(TypedCommand command) => command.Text("Chain") ?? "INPUT";

    /// <inheritdoc/>
    protected override async Task<IEnumerable<CompletionChoice>> FindAsync(TypedCommand command, CancellationToken cancellation)
    {
        if (command.Firewall is not { } firewall || command.IsUnknown("Table") || command.IsUnknown("Chain"))
            return [];
        var found = await Task.WhenAll(command.Families.Select(f => ReadAsync(firewall, f, command, cancellation)));
        return found.SelectMany(c => c).GroupBy(c => c.Text, StringComparer.Ordinal).Select(g => g.First());
    }

    private async Task<IReadOnlyList<CompletionChoice>> ReadAsync(FirewallScope firewall, AddressFamily family, TypedCommand command, CancellationToken cancellation)
    {
        var choices = new Dictionary<string, CompletionChoice>(StringComparer.Ordinal);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var wanted = ChainOf(command);
        var isInTable = false;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await SavedTable.ReadAsync(firewall, family, command.Table, Take, enough.Token);
        }
        catch (FirewallException)
        {
            // One family whose tool is missing leaves the other.
        }
        lock (choices)
            return [.. choices.Values];

        void Take(string line)
        {
            if (line.StartsWith('*'))
                isInTable = line.AsSpan(1).SequenceEqual(command.Table);
            if (!isInTable || enough.IsCancellationRequested || !line.StartsWith("-A ", StringComparison.Ordinal))
                return;
            var end = line.IndexOf(' ', 3) is > 0 and var blank ? blank : line.Length;
            var chain = line[3..end];
            numbers[chain] = numbers.GetValueOrDefault(chain) + 1;
            if (Read(chain, numbers[chain], line[Math.Min(end + 1, line.Length)..], wanted) is { } choice)
            {
                lock (choices)
                    choices.TryAdd(choice.Text, choice with { ToolTip = $"{choice.ToolTip} ({family})" });
                if (choices.Count == Most)
                    enough.Cancel();
            }
        }
    }

    private protected static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
