namespace PortFirewall;

/// <summary>One option of the user's own for ssh, as after <c>-o</c> (<c>ssh_config(5)</c>).</summary>
/// <param name="Key">The keyword.</param>
/// <param name="Value">Its value.</param>
internal sealed record SshOption(string Key, string Value)
{
    private const int MaximumLength = 4096;

    /// <summary>
    /// What the probes themselves rest on: that nothing is asked of anybody, that our script runs and nothing else, that its output comes
    /// here, and that the connection ends with us. Another value would make a probe hang, or leave something behind.
    /// </summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "BatchMode", "ClearAllForwardings", "ControlMaster", "ControlPersist", "DynamicForward", "EscapeChar", "ForkAfterAuthentication", "ForwardX11", "Host",
        "Include", "LocalForward", "Match", "RemoteCommand", "RemoteForward", "RequestTTY", "SessionType", "StdinNull", "Tunnel", "UpdateHostKeys",
    };

    /// <summary>Reads <c>KEY=VALUE</c>. What ssh makes of it is for ssh to say.</summary>
    /// <exception cref="FirewallException"><c>InvalidSshOption</c>, <c>SshOptionReserved</c>.</exception>
    public static SshOption Parse(string text)
    {
        var equals = text.IndexOf('=');
        if (equals < 0)
            throw InputErrors.InvalidSshOption(text);
        var key = text[..equals].Trim();
        var value = text[(equals + 1)..].Trim();
        if (key.Length == 0 || !key.All(char.IsAsciiLetterOrDigit) || !char.IsAsciiLetter(key[0]) || value.Length == 0 || text.Length > MaximumLength || value.Any(char.IsControl))
            throw InputErrors.InvalidSshOption(text);
        return Reserved.Contains(key) ? throw InputErrors.SshOptionReserved(key) : new SshOption(key, value);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Key}={Value}";
}
