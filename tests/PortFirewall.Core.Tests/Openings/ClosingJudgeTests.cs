using System.Net;

namespace PortFirewall.Core.Tests.Openings;

public sealed class ClosingJudgeTests
{
    [Theory]
    [InlineData(ProbeOutcome.Open, true)]
    [InlineData(ProbeOutcome.Replied, true)]
    [InlineData(ProbeOutcome.Refused, true)]
    [InlineData(ProbeOutcome.TimedOut, false)]
    [InlineData(ProbeOutcome.NoReply, false)]
    [InlineData(ProbeOutcome.Prohibited, false)]
    [InlineData(ProbeOutcome.Unreachable, false)]
    [InlineData(ProbeOutcome.NameNotFound, false)]
    public void Only_a_place_that_gets_through_can_tell_the_difference(ProbeOutcome before, bool canTell)
    {
        Assert.Equal(canTell, ClosingJudge.GotThere(Probe(before)));
        Assert.False(ClosingJudge.GotThere(Probe(before, crossesNetwork: false)));
    }

    [Theory]
    [InlineData(ProbeOutcome.TimedOut, PortVerdict.Drop, null)]
    [InlineData(ProbeOutcome.NoReply, PortVerdict.Drop, null)]
    [InlineData(ProbeOutcome.Prohibited, PortVerdict.Reject, null)]
    [InlineData(ProbeOutcome.Refused, PortVerdict.Reject, null)]
    [InlineData(ProbeOutcome.Unreachable, PortVerdict.Reject, null)]
    [InlineData(ProbeOutcome.Refused, PortVerdict.Drop, "ClosingNotProved")]
    [InlineData(ProbeOutcome.Unreachable, PortVerdict.Drop, "ClosingNotProved")]
    [InlineData(ProbeOutcome.NameNotFound, PortVerdict.Reject, "ClosingNotProved")]
    [InlineData(ProbeOutcome.Open, PortVerdict.Drop, "StillReached")]
    [InlineData(ProbeOutcome.Replied, PortVerdict.Unknown, "StillReached")]
    public void What_comes_back_must_be_what_the_rules_answer(ProbeOutcome after, PortVerdict verdict, string? fault)
        => Assert.Equal(fault, ClosingJudge.FindFault(Draft(verdict, Probe(after)))?.ErrorId);

    [Theory]
    [InlineData(ProbeOutcome.Open, null)]
    [InlineData(ProbeOutcome.Refused, "ClosingNotProved")]
    public void A_refusal_that_was_there_before_shows_no_difference(ProbeOutcome before, string? fault)
    {
        var draft = Draft(PortVerdict.Reject, Probe(ProbeOutcome.Refused));
        draft.ProbesBefore = [Probe(before)];
        Assert.Equal(fault, ClosingJudge.FindFault(draft)?.ErrorId);
    }

    [Fact]
    public void A_family_that_nobody_probed_is_not_proved()
        => Assert.Equal("NotProbed", ClosingJudge.FindFault(Draft(PortVerdict.Drop))?.ErrorId);

    private static OpeningDraft Draft(PortVerdict verdict, params PortProbe[] probes) => new(new PortRange(2222, 2222), [AddressFamily.IPv4])
    {
        Probes = probes,
        Paths =
        [
            new PortPath
            {
                AddressFamily = AddressFamily.IPv4,
                Protocol = "tcp",
                Port = "2222",
                Verdict = verdict,
                DecidedBy = "INPUT:policy",
                Basis = PathBasis.Analysis,
                Segments = [new PortPathSegment { Port = "2222", Verdict = verdict, DecidedBy = "INPUT:policy", Conditions = [], Via = [] }],
            },
        ],
    };

    private static PortProbe Probe(ProbeOutcome outcome, bool crossesNetwork = true) => new()
    {
        ComputerName = "server",
        RemoteAddress = IPAddress.Parse("198.51.100.1"),
        Port = 2222,
        Protocol = "tcp",
        AddressFamily = AddressFamily.IPv4,
        Outcome = outcome,
        Vantage = "netns:client",
        CrossesNetwork = crossesNetwork,
        Detail = "",
    };
}
