namespace PortFirewall.Core.Tests.Saving;

public sealed class ShellSettingsTests
{
    [Theory]
    [InlineData("IPTABLES_SKIP_SAVE=yes", "yes")]
    [InlineData("IPTABLES_SKIP_SAVE=\"yes\" # as we keep it ourselves", "yes")]
    [InlineData("  export IPTABLES_SKIP_SAVE='yes'\r", "yes")]
    [InlineData("IPTABLES_SKIP_SAVE=no\nIPTABLES_SKIP_SAVE=yes; other", "yes")]
    [InlineData("# IPTABLES_SKIP_SAVE=yes", null)]
    [InlineData("if IPTABLES_SKIP_SAVE=yes", null)]
    [InlineData("IPTABLES_SKIP_SAVE=", "")]
    [InlineData(null, null)]
    public void Plain_assignments_are_read_and_the_last_one_counts(string? text, string? value)
        => Assert.Equal(value, ShellSettings.Read(text).GetValueOrDefault("IPTABLES_SKIP_SAVE"));
}
