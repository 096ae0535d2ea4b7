namespace PortFirewall.Help.Tests.Sample;

public enum SampleColour
{
    Red,
    Green,
}
