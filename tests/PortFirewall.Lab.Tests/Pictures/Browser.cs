using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>Chromium without a window, on a machine without a network.</summary>
internal sealed partial class Browser(PackagedMachine machine)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Widths of windows, in CSS pixels: a small phone's, a tablet's and a desk's.</summary>
    public static IReadOnlyList<int> Widths { get; } = [320, 768, 1440];

    /// <summary>Shows pictures in windows of all widths, and measures what is seen.</summary>
    /// <param name="pictures">Files' texts, each with a name.</param>
    /// <param name="dark">Whether the reader likes it dark.</param>
    public async Task<IReadOnlyList<SeenPicture>> SeeAsync(IEnumerable<(string Name, PictureFormat Kind, string Text)> pictures, bool dark)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Pictures", "measure.html"));
        // The serializer escapes < and >, so that nothing in a picture ends the element that it is in.
        var data = JsonSerializer.Serialize(new { pictures = pictures.Select(p => new { p.Name, p.Kind, p.Text }), Widths }, s_json);
        var dom = await RunAsync(page.Replace("PICTURES", data, StringComparison.Ordinal), dark, "--dump-dom");
        var seen = Seen().Match(dom);
        Assert.True(seen.Success, dom);
        return JsonSerializer.Deserialize<List<SeenPicture>>(WebUtility.HtmlDecode(seen.Groups["json"].Value), s_json)!;
    }

    /// <summary>Prints a page, and returns the PDF's size in bytes and how many sheets it has.</summary>
    public async Task<(int Size, int Sheets)> PrintAsync(string html)
    {
        var said = await RunAsync(html, dark: true, "--print-to-pdf=/tmp/page.pdf", "head -c 5 /tmp/page.pdf; echo; stat -c %s /tmp/page.pdf; grep -ac '/Type /Page$' /tmp/page.pdf");
        var lines = said.Trim().Split('\n');
        Assert.Equal("%PDF-", lines[0]);
        return (int.Parse(lines[1], CultureInfo.InvariantCulture), int.Parse(lines[2], CultureInfo.InvariantCulture));
    }

    // Time runs ahead while nothing is left to do, so that nobody waits for the budget. The scheme is Chromium's number: dark 0, light 1.
    private Task<string> RunAsync(string page, bool dark, string what, string then = ":")
        => machine.RunAsync($"""
            cat > /tmp/page.html <<'END OF PAGE'
            {page}
            END OF PAGE
            timeout 60 chromium --headless --no-sandbox --disable-gpu --no-first-run --user-data-dir=/tmp/browser --virtual-time-budget=60000 \
                --blink-settings=preferredColorScheme={(dark ? 0 : 1)} {what} file:///tmp/page.html 2>/tmp/browser.log || (cat /tmp/browser.log; false)
            {then}
            """);

    [GeneratedRegex("<pre id=\"seen\">(?<json>.*?)</pre>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Seen();
}
