using System.Management.Automation;
using System.Reflection;

namespace PortFirewall;

/// <summary>The cmdlets that the module exports, as the engine knows them.</summary>
internal static class ExportedCmdlets
{
    private static readonly Lazy<IReadOnlyList<CmdletInfo>> Found = new(Read);

    // What the engine knows of a cmdlet it finds out when asked, so it has to stay.
    private static Engine? _engine;

    public static IReadOnlyList<CmdletInfo> All => Found.Value;

    /// <summary>The parameters that a cmdlet has of its own.</summary>
    public static IEnumerable<ParameterMetadata> Parameters(this CmdletInfo cmdlet)
        => cmdlet.Parameters.Values.Where(p => !Cmdlet.CommonParameters.Contains(p.Name) && !Cmdlet.OptionalCommonParameters.Contains(p.Name));

    /// <summary>All of them, each with the cmdlet that has it.</summary>
    public static IEnumerable<(CmdletInfo Cmdlet, ParameterMetadata Parameter)> EveryParameter()
        => All.SelectMany(c => c.Parameters(), (c, p) => (c, p));

    /// <summary>What a parameter says of itself in each parameter set.</summary>
    public static IEnumerable<ParameterAttribute> Declarations(this ParameterMetadata parameter) => parameter.Attributes.OfType<ParameterAttribute>();

    public static CmdletAttribute Declaration(this CmdletInfo cmdlet) => cmdlet.ImplementingType.GetCustomAttribute<CmdletAttribute>()!;

    private static IReadOnlyList<CmdletInfo> Read()
    {
        _engine = new Engine();
        return [.. _engine.Run("Get-Command -Module PortFirewall").Quietly().Output.Select(o => (CmdletInfo)o.BaseObject)];
    }
}
