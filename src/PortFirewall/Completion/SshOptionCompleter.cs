namespace PortFirewall;

/// <summary>Offers the options of ssh that a probe takes most often.</summary>
internal sealed class SshOptionCompleter : Completer
{
    /// <summary>As <c>ssh_config(5)</c> tells them.</summary>
    private static readonly (string Key, string What)[] Options =
    [
        ("IdentityFile", "the file of the key to log in with"),
        ("User", "the user to log in as"),
        ("Port", "the port of the ssh server"),
        ("ProxyJump", "a host to go through"),
        ("StrictHostKeyChecking", "whether an unknown host is refused: yes, accept-new, no"),
        ("UserKnownHostsFile", "the file of the hosts that are known"),
        ("HostKeyAlias", "the name by which the host's key is known"),
        ("ConnectTimeout", "how long to try to connect, in seconds"),
        ("IdentitiesOnly", "whether only the keys that were named are tried: yes, no"),
        ("IdentityAgent", "the socket of the agent that has the key"),
        ("CertificateFile", "the file of the certificate to log in with"),
        ("AddressFamily", "inet, inet6 or any"),
        ("BindInterface", "the interface to connect from"),
        ("Compression", "yes or no"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<CompletionChoice> Known(TypedCommand command) => Options.Select(o => new CompletionChoice(o.Key + "=", o.What));
}
