using System.Management.Automation.Host;

namespace PortFirewall.Host;

/// <summary>The size of the page, which is what formatting asks for. There is no screen to draw on.</summary>
internal sealed class EngineHostRawUI(Terminal terminal) : PSHostRawUserInterface
{
    public override Size BufferSize
    {
        get => new(terminal.Width, terminal.Height);
        set => throw NoScreen();
    }

    public override Size WindowSize
    {
        get => BufferSize;
        set => throw NoScreen();
    }

    public override Size MaxWindowSize => BufferSize;

    public override Size MaxPhysicalWindowSize => BufferSize;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override string WindowTitle { get; set; } = "";

    public override int CursorSize { get; set; }

    public override bool KeyAvailable => throw NoScreen();

    public override Coordinates CursorPosition
    {
        get => throw NoScreen();
        set => throw NoScreen();
    }

    public override Coordinates WindowPosition
    {
        get => throw NoScreen();
        set => throw NoScreen();
    }

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw NoScreen();

    public override void FlushInputBuffer() => throw NoScreen();

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NoScreen();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw NoScreen();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NoScreen();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw NoScreen();

    private static HostException NoScreen() => new("This host writes lines; it has no screen to draw on and no keys to read.");
}
