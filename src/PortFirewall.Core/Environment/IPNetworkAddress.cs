using System.Net;

namespace PortFirewall;

/// <summary>An address of an interface with the length of its network's prefix.</summary>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">The length, in bits.</param>
internal sealed record IPNetworkAddress(IPAddress Address, int PrefixLength)
{
    /// <summary>The family.</summary>
    public AddressFamily Family => Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? AddressFamily.IPv4 : AddressFamily.IPv6;

    /// <summary>The address without its zone, as rules name it.</summary>
    public string Text => Address.ToString().Split('%')[0];

    /// <summary>The network that the address is in: <c>192.0.2.0/24</c>.</summary>
    public string Network
    {
        get
        {
            var bytes = Address.GetAddressBytes();
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] &= (byte)(0xff00 >> Math.Clamp(PrefixLength - (i * 8), 0, 8));
            return $"{new IPAddress(bytes)}/{PrefixLength}";
        }
    }

    /// <summary>As <c>ip address</c> prints it.</summary>
    public override string ToString() => $"{Text}/{PrefixLength}";
}
