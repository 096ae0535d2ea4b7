using System.Management.Automation;
using System.Management.Automation.Language;

namespace PortFirewall.Host;

/// <summary>Checks the <c>#Requires</c> lines of a script, as the engine does for a script that it runs by its path.</summary>
internal static class ScriptRequirementsCheck
{
    /// <summary>Throws for the first requirement that is not met.</summary>
    /// <exception cref="ScriptRequiresException">Something that the script asks for isn't there.</exception>
    public static void Verify(ScriptRequirements? requirements, string script)
    {
        if (requirements?.RequiredPSVersion is { } version && version > EngineVersion)
            throw new ScriptRequiresException($"The script '{script}' requires PowerShell {version}; this engine is {EngineVersion}.");
        if (requirements?.RequiredPSEditions is { Count: > 0 } editions && !editions.Contains("Core", StringComparer.OrdinalIgnoreCase))
            throw new ScriptRequiresException($"The script '{script}' requires another edition of PowerShell than Core.");
        if (requirements?.IsElevationRequired == true && !Environment.IsPrivilegedProcess)
            throw new ScriptRequiresException($"The script '{script}' must be run as root.");
    }

    private static Version EngineVersion { get; } = typeof(PSObject).Assembly.GetName().Version!;
}
