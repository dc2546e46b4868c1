namespace AudienceTools.Server.Storage;

/// <summary>A file that one process holds; the system lets go of it however the process ends. The file itself stays.</summary>
internal static class OwnerLock
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Holds the file until the stream is disposed.</summary>
    /// <exception cref="StoreOwnedException">Another process holds it.</exception>
    public static FileStream Take(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 1 };
        if (!OperatingSystem.IsWindows())
        {
            // Whoever can read a file can lock it, and keep its owner out.
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            return new FileStream(path, options);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException && File.Exists(path))
        {
            throw new StoreOwnedException($"Another process uses these data: '{path}' is locked.");
        }
    }
}
