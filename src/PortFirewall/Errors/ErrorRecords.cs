using System.Management.Automation;

namespace PortFirewall;

/// <summary>Turns the errors of Core and Native into PowerShell's error records: same id, fitting category, recommended action.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(FirewallException error)
    {
        var record = new ErrorRecord(error, error.ErrorId, CategoryOf(error.Kind), error.Target)
        {
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = error.RecommendedAction },
        };
        // What the engine shows of the target; TargetObject keeps it to the letter.
        if (error.Target is string target)
            record.CategoryInfo.TargetName = VisibleText.Of(target);
        return record;
    }

    private static ErrorCategory CategoryOf(FirewallErrorKind kind) => kind switch
    {
        FirewallErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        FirewallErrorKind.InvalidData => ErrorCategory.InvalidData,
        FirewallErrorKind.InvalidOperation => ErrorCategory.InvalidOperation,
        FirewallErrorKind.ObjectNotFound => ErrorCategory.ObjectNotFound,
        FirewallErrorKind.NotInstalled => ErrorCategory.NotInstalled,
        FirewallErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        FirewallErrorKind.OperationTimeout => ErrorCategory.OperationTimeout,
        FirewallErrorKind.ResourceBusy => ErrorCategory.ResourceBusy,
        FirewallErrorKind.WriteError => ErrorCategory.WriteError,
        FirewallErrorKind.FromStdErr => ErrorCategory.FromStdErr,
        FirewallErrorKind.ConnectionError => ErrorCategory.ConnectionError,
        FirewallErrorKind.InvalidResult => ErrorCategory.InvalidResult,
        FirewallErrorKind.NotImplemented => ErrorCategory.NotImplemented,
        _ => ErrorCategory.NotSpecified,
    };
}
