namespace PortFirewall;

/// <summary>How one option of an extension is written in normal form.</summary>
/// <param name="Name">The name that <c>iptables-save</c> prints.</param>
/// <param name="Value">The form of its value; null where the value is kept to the letter.</param>
/// <param name="Unsaid">The values that go without saying, in normal form: with them the option is left out.</param>
internal sealed record OptionForm(string Name, ValueForm? Value = null, params string[] Unsaid);
