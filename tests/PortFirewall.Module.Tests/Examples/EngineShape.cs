using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace PortFirewall;

/// <summary>
/// The shapes that the engine formats objects in. It has all of <c>Format-Table</c> and <c>Format-List</c> but the two names,
/// which are in an assembly of <c>pwsh</c> that no registry has; that one sets the same field.
/// </summary>
internal static class EngineShape
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>Tells a formatting command its shape.</summary>
    public static void Give(OuterFormatTableAndListBase command, string shape)
    {
        var engine = typeof(OuterFormatTableAndListBase).Assembly;
        var shapes = engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.FormatShape", throwOnError: true)!;
        var formatter = engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.InnerFormatShapeCommand", throwOnError: true)!;
        var field = typeof(FrontEndCommandBase).GetField("implementation", Hidden)!;
        field.SetValue(command, Activator.CreateInstance(formatter, Hidden, binder: null, [Enum.Parse(shapes, shape)], culture: null));
    }
}
