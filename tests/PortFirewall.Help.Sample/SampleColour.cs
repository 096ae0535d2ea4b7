namespace PortFirewall.Help.Sample;

public enum SampleColour
{
    Red,
    Green,
}
