namespace PortFirewall.Help.Sample;

public sealed record SampleCount(SampleColour Colour, int Number);
