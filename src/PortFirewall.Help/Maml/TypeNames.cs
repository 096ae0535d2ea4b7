using System.Management.Automation;

namespace PortFirewall.Help.Maml;

/// <summary>Types as <c>Get-Command -Syntax</c> calls them: <c>string[]</c>, <c>AddressFamily</c>.</summary>
internal static class TypeNames
{
    public static string Short(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Short(underlying);
        if (type.IsArray)
            return Short(type.GetElementType()!) + "[]";
        var name = LanguagePrimitives.ConvertTypeNameToPSTypeName(type.FullName!).Trim('[', ']');
        return name[(name.LastIndexOf('.') + 1)..];
    }
}
