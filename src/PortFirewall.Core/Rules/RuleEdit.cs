using System.Globalization;
using System.Text;

namespace PortFirewall;

/// <summary>One change of a chain: a rule that goes in at a position, or one that goes by its text, never by its number.</summary>
/// <param name="Table">The table.</param>
/// <param name="Chain">The chain.</param>
/// <param name="Number">Where the rule goes in; null where it goes away.</param>
/// <param name="Specification">The rule as <c>iptables-save</c> prints it.</param>
internal sealed record RuleEdit(string Table, string Chain, int? Number, string Specification)
{
    /// <summary>Counters to start with, for a rule that is moved.</summary>
    public ulong Packets { get; init; }

    public ulong Bytes { get; init; }

    /// <summary>Where the rule stood that goes away, so that it can be put back.</summary>
    public int FormerNumber { get; init; } = 1;

    /// <summary>The change as arguments of iptables.</summary>
    public IEnumerable<string> Arguments
        => [.. Head, .. RuleTokenizer.Split(Specification).Select(t => t.Text), .. Counters];

    /// <summary>The change as a line of <c>iptables-restore</c>.</summary>
    /// <exception cref="FirewallException">As <see cref="WriteRestoreLineTo"/>.</exception>
    public string RestoreLine
    {
        get
        {
            var text = new StringBuilder();
            WriteRestoreLineTo(text);
            return text.ToString();
        }
    }

    /// <summary>Writes the change as a line of <c>iptables-restore</c>, without its end.</summary>
    /// <exception cref="FirewallException"><c>InvalidSpecification</c>: a line break, which would begin another rule.</exception>
    public void WriteRestoreLineTo(StringBuilder text)
    {
        if (Specification.IndexOfAny(['\n', '\r', '\0']) is >= 0 and var at)
            throw InputErrors.InvalidSpecification(Specification, at + 1, "a rule is one line");
        // The short words: getopt_long(3) compares a long one with all that there are, for each of thousands of lines.
        text.Append(Number is null ? "-D " : "-I ").Append(Chain).Append(' ');
        if (Number is { } number)
            text.Append(CultureInfo.InvariantCulture, $"{number} ");
        text.Append(Specification);
        if (HasCounters)
            text.Append(CultureInfo.InvariantCulture, $" --set-counters {Packets} {Bytes}");
    }

    /// <summary>What undoes it.</summary>
    public RuleEdit Inverse => this with { Number = Number is null ? FormerNumber : null, FormerNumber = Number ?? 1 };

    public static RuleEdit Insert(string table, string chain, int number, string specification) => new(table, chain, number, specification);

    public static RuleEdit Delete(IptablesRule rule) => new(rule.Table, rule.Chain, null, rule.Specification)
    {
        FormerNumber = rule.Number,
        Packets = rule.Packets,
        Bytes = rule.Bytes,
    };

    private IEnumerable<string> Head => Number is { } number ? ["--insert", Chain, $"{number}"] : ["--delete", Chain];

    private bool HasCounters => Number is not null && Packets > 0;

    private IEnumerable<string> Counters => HasCounters ? ["--set-counters", $"{Packets}", $"{Bytes}"] : [];
}
