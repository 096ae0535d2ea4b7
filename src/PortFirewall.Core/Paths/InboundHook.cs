namespace PortFirewall;

/// <summary>The places where the kernel shows a packet that comes in to firewalls, in its order (<c>include/uapi/linux/netfilter.h</c>).</summary>
internal enum InboundHook
{
    /// <summary>As the packet comes from the device, ahead of all of IP.</summary>
    Ingress,

    /// <summary>Ahead of routing.</summary>
    Prerouting,

    /// <summary>Once it is known that the packet is for this host.</summary>
    Input,

    /// <summary>Once it is known that the packet is for another host.</summary>
    Forward,

    /// <summary>When the packet leaves for the other host.</summary>
    Postrouting,
}
