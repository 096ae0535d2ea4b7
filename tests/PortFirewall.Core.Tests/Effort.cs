namespace PortFirewall.Core.Tests;

/// <summary>How many cases a property is tried with: a few thousand every day, a hundred times as many where PORTFIREWALL_LONG=1.</summary>
internal static class Effort
{
    public static int Cases(int everyday) => Environment.GetEnvironmentVariable("PORTFIREWALL_LONG") == "1" ? everyday * 100 : everyday;
}
