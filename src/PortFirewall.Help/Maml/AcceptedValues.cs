using System.Management.Automation;

namespace PortFirewall.Help.Maml;

/// <summary>The words that a parameter takes, where there are only so many.</summary>
internal static class AcceptedValues
{
    public static IReadOnlyList<string> Of(CommandParameterInfo parameter)
    {
        if (parameter.Attributes.OfType<ValidateSetAttribute>().FirstOrDefault() is { } set)
            return [.. set.ValidValues];
        var type = parameter.ParameterType.IsArray ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? Enum.GetNames(type) : [];
    }
}
