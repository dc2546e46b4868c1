namespace AudienceTools.Server.Storage;

/// <summary>Files that their user alone can read, from the first moment: whoever can read a file can lock it too, and keep its owner out.</summary>
internal static class OwnFile
{
    /// <summary>The mode of such a file; a folder's needs execution beside it.</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens a file, and makes it so where it is new.</summary>
    public static FileStream Open(string path, FileMode mode, FileAccess access = FileAccess.Write, FileShare share = FileShare.Read)
    {
        // What is written is small, or nothing: no buffer is needed.
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Mode;
        }

        return new FileStream(path, options);
    }
}
