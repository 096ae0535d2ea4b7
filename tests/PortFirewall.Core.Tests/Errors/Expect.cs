namespace PortFirewall.Core.Tests;

/// <summary>Expects an error by its id.</summary>
internal static class Expect
{
    public static FirewallException Error(string errorId, Action action)
    {
        var error = Assert.Throws<FirewallException>(action);
        Assert.Equal(errorId, error.ErrorId);
        return error;
    }
}
