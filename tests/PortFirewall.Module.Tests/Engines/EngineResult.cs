using System.Management.Automation;

namespace PortFirewall;

/// <summary>What came of a script.</summary>
/// <param name="Output">What it emitted.</param>
/// <param name="Errors">The error stream, and as its last the error that ended it, if one did.</param>
/// <param name="Warnings">The warning stream.</param>
/// <param name="Verbose">The verbose stream.</param>
/// <param name="HostText">What the host was given to show.</param>
internal sealed record EngineResult(
    IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Warnings, IReadOnlyList<string> Verbose, string HostText)
{
    /// <summary>Whether it was stopped from outside.</summary>
    public bool Stopped { get; init; }

    /// <summary>What it said of how far it had come.</summary>
    public IReadOnlyList<ProgressRecord> Progress { get; init; } = [];

    /// <summary>The output as text, one object a line.</summary>
    public string Text => string.Join('\n', Output.Select(o => LanguagePrimitives.ConvertTo<string>(o)));

    /// <summary>The ids of the errors, in order.</summary>
    public string ErrorIds => string.Join(' ', Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));

    /// <summary>This result, if there were no errors.</summary>
    public EngineResult Quietly()
    {
        Assert.True(Errors.Count == 0, string.Join('\n', Errors.Select(e => $"{e.FullyQualifiedErrorId}: {e.Exception}")));
        return this;
    }

    /// <summary>The only error, which has the name given, a category, and says what to do.</summary>
    public ErrorRecord FailsWith(string id, ErrorCategory category)
    {
        var error = Assert.Single(Errors);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.False(string.IsNullOrWhiteSpace(error.ErrorDetails?.RecommendedAction), $"{id} does not say what to do.");
        return error;
    }

    /// <summary>The only error, and what it is about.</summary>
    public void FailsWith(string id, ErrorCategory category, object? target) => Assert.Equal(target, FailsWith(id, category).TargetObject);

    /// <summary>The native command line that <c>-WhatIf</c> showed.</summary>
    public string CommandLine
    {
        get
        {
            const string Before = "What if: Performing the operation \"";
            const string After = "\" on target \"";
            Assert.StartsWith(Before, HostText, StringComparison.Ordinal);
            return HostText[Before.Length..HostText.LastIndexOf(After, StringComparison.Ordinal)];
        }
    }
}
