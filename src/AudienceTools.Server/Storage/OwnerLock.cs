namespace AudienceTools.Server.Storage;

/// <summary>A file that one process holds; the system lets go of it however the process ends. The file itself stays.</summary>
internal static class OwnerLock
{
    /// <summary>Holds the file until the stream is disposed.</summary>
    /// <exception cref="StoreOwnedException">Another process holds it.</exception>
    public static FileStream Take(string path)
    {
        try
        {
            return OwnFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException && File.Exists(path))
        {
            throw new StoreOwnedException($"Another process uses these data: '{path}' is locked.");
        }
    }
}
