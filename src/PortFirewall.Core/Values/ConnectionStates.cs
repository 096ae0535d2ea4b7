namespace PortFirewall;

/// <summary>The connection states that <c>-m conntrack --ctstate</c> and <c>-m state --state</c> tell apart (<c>iptables-extensions(8)</c>).</summary>
[Flags]
internal enum ConnectionStates
{
    None = 0,
    Invalid = 1,
    New = 2,
    Related = 4,
    Established = 8,
    Untracked = 16,
    All = Invalid | New | Related | Established | Untracked,
}
