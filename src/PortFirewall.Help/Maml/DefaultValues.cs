using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace PortFirewall.Help.Maml;

/// <summary>What a parameter is when it isn't given: what a new cmdlet has in the property.</summary>
internal sealed class DefaultValues(CmdletInfo cmdlet)
{
    private readonly object? _fresh = Activator.CreateInstance(cmdlet.ImplementingType);

    public string Of(CommandParameterInfo parameter)
    {
        var property = cmdlet.ImplementingType.GetProperty(parameter.Name, BindingFlags.Instance | BindingFlags.Public);

        // -WhatIf and -Confirm are the engine's own and no properties of the class.
        return property?.GetValue(_fresh) switch
        {
            null when parameter.ParameterType == typeof(SwitchParameter) => default(SwitchParameter).ToString(),
            SwitchParameter given => given.ToString(),
            string text when text.Length > 0 => text,
            string or null => "None",
            IEnumerable items => string.Join(", ", items.Cast<object>()) is { Length: > 0 } list ? list : "None",
            var value => $"{value}",
        };
    }
}
