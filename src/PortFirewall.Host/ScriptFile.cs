using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace PortFirewall.Host;

/// <summary>Makes a script file a command of the session.</summary>
/// <remarks>
/// The engine can run a script file by its path, but then keeps its <c>exit</c> to itself: the number ends up in
/// <c>$LASTEXITCODE</c>, where it can't be told from that of the last program that the script ran. As a function made from the
/// parsed file, the script is the same ($PSScriptRoot, $PSCommandPath, positions in errors), and <c>exit</c> reaches the host.
/// </remarks>
internal static class ScriptFile
{
    /// <summary>Defines the script under the name of its file.</summary>
    /// <returns>The name of the command.</returns>
    /// <exception cref="ParseException">The file isn't a script.</exception>
    /// <exception cref="ScriptRequiresException">The script asks by <c>#Requires</c> for what isn't there.</exception>
    public static string Define(Runspace runspace, string path)
    {
        var script = Parser.ParseFile(path, out _, out var errors);
        if (errors.Length > 0)
            throw new ParseException(errors);
        ScriptRequirementsCheck.Verify(script.ScriptRequirements, Path.GetFileName(path));
        var name = Path.GetFileName(path);
        runspace.SessionStateProxy.InvokeProvider.Item.Set([$"function:{name}"], script.GetScriptBlock(), force: true, literalPath: true);
        return name;
    }
}
