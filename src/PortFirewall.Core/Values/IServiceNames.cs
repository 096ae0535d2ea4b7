namespace PortFirewall;

/// <summary>Knows the ports of services by name, as <c>/etc/services</c> lists them.</summary>
internal interface IServiceNames
{
    /// <summary>The port of a service, or null where the name is not known for that protocol.</summary>
    int? FindPort(string name, string protocol);
}
