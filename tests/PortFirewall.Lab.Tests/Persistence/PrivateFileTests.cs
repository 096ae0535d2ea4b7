namespace PortFirewall;

/// <summary>Files that belong together: all are replaced, or none.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class PrivateFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portfirewall-").FullName;

    private string One => Path.Combine(_folder, "rules.v4");

    private string Two => Path.Combine(_folder, "rules.v6");

    [Fact]
    public void A_link_is_followed_but_not_where_anybody_may_have_laid_it()
    {
        File.WriteAllText(Two, "before");
        File.CreateSymbolicLink(One, Two);
        PrivateFile.Write(One, "after");
        Assert.Equal("after", File.ReadAllText(Two));
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.StickyBit);
        Assert.Equal("SaveFailed", Assert.Throws<FirewallException>(() => PrivateFile.Write(One, "evil")).ErrorId);
        Assert.Equal("after", File.ReadAllText(Two));
        Assert.Equal(Two, new FileInfo(One).LinkTarget);
    }

    [Fact]
    public void Both_files_are_written_for_their_owner_only_and_nothing_is_left_beside_them()
    {
        File.WriteAllText(One, "before");
        PrivateFile.WriteAll([(One, "one"u8.ToArray()), (Two, "two"u8.ToArray())]);
        Assert.Equal(["one", "two"], [File.ReadAllText(One), File.ReadAllText(Two)]);
        Assert.All([One, Two], file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal([One, Two], Directory.GetFileSystemEntries(_folder).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_the_second_can_not_take_its_place_the_first_is_what_it_was(bool hadFirst)
    {
        var mode = UnixFileMode.UserRead | UnixFileMode.GroupRead;
        if (hadFirst)
        {
            File.WriteAllText(One, "before");
            File.SetUnixFileMode(One, mode);
        }
        using (var one = StagedFile.Write(One, "one"u8))
        using (var two = StagedFile.Write(Two, "two"u8))
        {
            Directory.CreateDirectory(Two);
            Assert.Equal("SaveFailed", Assert.Throws<FirewallException>(() => PrivateFile.Publish([one, two])).ErrorId);
        }
        Assert.Equal(hadFirst ? [One, Two] : [Two], Directory.GetFileSystemEntries(_folder).Order(StringComparer.Ordinal));
        if (hadFirst)
        {
            Assert.Equal("before", File.ReadAllText(One));
            Assert.Equal(mode, File.GetUnixFileMode(One));
        }
    }

    [Fact]
    public void Where_the_second_can_not_be_written_the_first_is_not_touched()
    {
        File.WriteAllText(One, "before");
        Assert.Throws<FirewallException>(() => PrivateFile.WriteAll([(One, "one"u8.ToArray()), (Path.Combine(_folder, "none", "rules.v6"), "two"u8.ToArray())]));
        Assert.Equal("before", File.ReadAllText(One));
        Assert.Equal([One], Directory.GetFileSystemEntries(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
