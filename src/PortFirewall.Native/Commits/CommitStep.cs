namespace PortFirewall;

/// <summary>One of several changes that are brought to their end together.</summary>
/// <param name="Make">The call that makes it, as <see cref="NativeRunner.PrepareAsync"/> prepared it; it changes all that it is for, or nothing.</param>
/// <param name="TakeBack">The call that takes it back, prepared too; null for a change that stays, whatever becomes of the others.</param>
internal sealed record CommitStep(NativeCommand Make, NativeCommand? TakeBack);
