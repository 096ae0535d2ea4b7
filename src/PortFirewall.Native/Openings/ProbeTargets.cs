using System.Net;

namespace PortFirewall;

/// <summary>Chooses the names or addresses by which the places that probe know this host, where nobody said them.</summary>
/// <param name="request">What is asked for.</param>
/// <param name="warnings">Takes what the user should know.</param>
internal sealed class ProbeTargets(OpeningRequest request, List<string> warnings)
{
    /// <summary>Finds out what to probe for one port. Where that can't be told, the way of the port ends.</summary>
    public async Task FindAsync(OpeningDraft draft, PortOpeningStep step, CancellationToken cancellation)
    {
        if (await OwnAddresses.FindMissingInterfaceAsync(request.Scope.NetworkNamespace, request.Rule(draft.Port, draft.Families[0]), cancellation) is { } missing)
        {
            draft.Fail(step, missing);
            return;
        }
        if (request.ComputerNames.Count > 0)
        {
            await LeaveOutFamiliesAsync(draft, step, family => request.ComputerNames.Any(name => ComputerName.LiteralFamily(name) is not { } literal || literal == family), cancellation);
            draft.ComputerNames = request.ComputerNames;
            return;
        }
        var found = new Dictionary<AddressFamily, IPAddress>();
        foreach (var family in draft.Families)
        {
            var candidates = await OwnAddresses.ReadAsync(request.Scope, request.Rule(draft.Port, family), draft.Listeners, cancellation);
            var usual = candidates.Count > 1 ? await OwnAddresses.UsualAsync(request.Scope.NetworkNamespace, family, cancellation) : null;
            if (ServerAddress.Choose(candidates, usual) is { } address)
                found[family] = address;
            else if (candidates.Count > 0)
                draft.Fail(step, OpeningErrors.ProbeAddressUnknown(family, candidates));
        }
        await LeaveOutFamiliesAsync(draft, step, found.ContainsKey, cancellation);
        draft.ComputerNames = [.. found.Values.Select(a => a.ToString())];
    }

    /// <summary>A family that nobody could use is left as it is, unless somebody asked for it by name.</summary>
    private async Task LeaveOutFamiliesAsync(OpeningDraft draft, PortOpeningStep step, Func<AddressFamily, bool> has, CancellationToken cancellation)
    {
        var left = draft.Families.Where(f => !has(f)).ToList();
        if (left.Count == 0 || !draft.GoesOn)
            return;
        if (request.FamiliesAreNamed || left.Count == draft.Families.Count)
        {
            draft.Fail(step, request.ComputerNames.Count > 0 ? OpeningErrors.NotProbed(draft.Port, left[0]) : await OwnAddresses.ExplainAsync(request.Scope, request.Rule(draft.Port, left[0]), cancellation));
            return;
        }
        draft.Families = [.. draft.Families.Except(left)];
        warnings.Add($"{left[0]} is left as it is: {(request.ComputerNames.Count > 0 ? "no address of that family was given to probe" : "this host has no address of that family that others could reach")}.");
    }
}
