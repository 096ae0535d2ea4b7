namespace PortFirewall;

/// <summary>Reads, copies and puts back files that may belong to root, by coreutils where this user may not touch them.</summary>
internal static class SavedFiles
{
    private static readonly NativeTool Cat = new("cat", "coreutils");
    private static readonly NativeTool Copy = new("cp", "coreutils");
    private static readonly NativeTool Move = new("mv", "coreutils");
    private static readonly NativeTool Remove = new("rm", "coreutils");
    private static readonly NativeTool Test = new("test", "coreutils");

    /// <summary>The file that a path leads to: replacing a link in place of its file would leave the file as it was.</summary>
    /// <exception cref="FirewallException"><c>SaveFailed</c>: not a path, or a link that anybody may have laid there.</exception>
    public static string Resolve(string path)
    {
        try
        {
            if (new FileInfo(path).LinkTarget is null)
                return path;
            // The kernel would not follow it either (Documentation/admin-guide/sysctl/fs.rst, protected_symlinks); reading the link and writing where it leads goes around that.
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && (File.GetUnixFileMode(folder) & UnixFileMode.OtherWrite) != UnixFileMode.None)
                throw ProofErrors.SaveFailed(path, $"it is a link in '{folder}', which everyone can write to.");
            return File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or UnauthorizedAccessException)
        {
            throw ProofErrors.SaveFailed(path, failure.Message, failure);
        }
    }

    /// <summary>Checks that a path is free or a regular file: a device that is replaced by a file takes the system with it.</summary>
    /// <exception cref="FirewallException"><c>SaveFailed</c>.</exception>
    public static async Task RequireRegularAsync(string path, CancellationToken cancellation)
    {
        if ((await RunAsync(Test, ["-e", path], cancellation)).ExitCode == 0 && (await RunAsync(Test, ["-f", path], cancellation)).ExitCode != 0)
            throw ProofErrors.SaveFailed(path, "it is not a regular file.");
    }

    /// <summary>The text of a file; null where there is none.</summary>
    public static async Task<string?> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellation);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            if ((await RunAsync(Test, ["-e", path], cancellation)).ExitCode != 0)
                return null;
            return (await RunAsync(Cat, ["--", path], cancellation)).EnsureSuccess().StandardOutput;
        }
    }

    /// <summary>
    /// Writes files, readable to their owner only, each whole under another name before it takes its place. Those that this user may write
    /// are written all or none.
    /// </summary>
    /// <param name="files">The files.</param>
    /// <param name="byOwnRight">Whether nothing is written that this user may not write.</param>
    /// <exception cref="FirewallException"><c>SaveFailed</c>.</exception>
    public static async Task WriteAllAsync(IReadOnlyList<(string Path, byte[] Bytes)> files, bool byOwnRight)
    {
        foreach (var (path, _) in files)
            LeftoverFiles.Remove(path);
        if (byOwnRight || files.All(f => IsOwn(f.Path)))
        {
            PrivateFile.WriteAll(files);
        }
        else
        {
            foreach (var (path, bytes) in files)
                await WriteAsRootAsync(path, bytes);
        }
        await SecurityLabels.RestoreAsync([.. files.Select(f => f.Path)]);
    }

    /// <summary>Root copies it out of a folder that only this user can look into.</summary>
    private static async Task WriteAsRootAsync(string path, byte[] bytes)
    {
        var folder = Directory.CreateTempSubdirectory("portfirewall-");
        try
        {
            var own = Path.Combine(folder.FullName, Path.GetFileName(path));
            PrivateFile.WriteAll([(own, bytes)]);
            await CopyAsync(own, path, CancellationToken.None, "--no-preserve=ownership");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Keeps a copy of a file beside it, with its owner and mode.</summary>
    public static async Task<string> BackUpAsync(string path, string backup, CancellationToken cancellation)
    {
        await CopyAsync(path, backup, cancellation);
        return backup;
    }

    /// <summary>Removes a file, if it is there.</summary>
    public static async Task RemoveAsync(string path) => (await RunAsync(Remove, ["-f", "--", path], CancellationToken.None)).EnsureSuccess();

    /// <summary>Puts the copy in the place of its file, which needs no room on the disk; without a copy there was no file, and there is none again.</summary>
    public static Task PutBackAsync(string path, string? backup) => backup is null ? RemoveAsync(path) : MoveAsync(backup, path);

    private static async Task CopyAsync(string from, string to, CancellationToken cancellation, string preserve = "--preserve=mode,ownership,timestamps")
    {
        // A copy under another name first: the renaming is atomic, a copy is not.
        var temporary = $"{to}.{Path.GetRandomFileName()}";
        var copied = await RunAsync(Copy, [preserve, "--", from, temporary], cancellation);
        if (copied.ExitCode != 0)
        {
            await RunAsync(Remove, ["-f", "--", temporary], CancellationToken.None);
            throw ProofErrors.SaveFailed(to, copied.StandardError.Trim());
        }
        try
        {
            await MoveAsync(temporary, to);
        }
        catch
        {
            await RunAsync(Remove, ["-f", "--", temporary], CancellationToken.None);
            throw;
        }
    }

    private static async Task MoveAsync(string from, string to)
    {
        var moved = await RunAsync(Move, ["-f", "--", from, to], CancellationToken.None);
        if (moved.ExitCode != 0)
            throw ProofErrors.SaveFailed(to, moved.StandardError.Trim());
    }

    private static Task<NativeResult> RunAsync(NativeTool tool, IReadOnlyList<string> arguments, CancellationToken cancellation)
        // Whatever folder this user may not write to, root may.
        => NativeRunner.RunAsync(
            new NativeCommand(tool, arguments) { NeedsPrivilege = !IsOwn(arguments[^1]), Purpose = "read or write saved rules" }, cancellation);

    private static bool IsOwn(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            using var probe = new FileStream(
                Path.Combine(folder, "." + Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
