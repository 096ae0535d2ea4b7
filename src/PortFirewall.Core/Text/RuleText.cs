using System.Text;

namespace PortFirewall;

/// <summary>Writes words of a rule as <c>iptables-save</c> does.</summary>
internal static class RuleText
{
    /// <summary>A value, quoted where iptables would quote it (<c>libxtables/xtables.c</c>, <c>xtables_save_string</c>).</summary>
    public static string Quote(string value)
    {
        if (value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            return value;
        var quoted = new StringBuilder("\"");
        foreach (var c in value)
        {
            if (c is '"' or '\\' or '\'')
                quoted.Append('\\');
            quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }
}
