namespace PortFirewall;

/// <summary>Turns the value of an option into the one way to write it; null where it can't be read, which leaves it to the letter.</summary>
internal delegate string? ValueForm(string value, AddressFamily family);
