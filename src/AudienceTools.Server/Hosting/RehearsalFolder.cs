using AudienceTools.Server.Storage;
using AudienceTools.Server.Storage.Sqlite;

namespace AudienceTools.Server.Hosting;

/// <summary>
/// Tells the data folder of a service's rehearsal from others, and empties it. A folder is a rehearsal's only where a file in it says so,
/// and that file is only made where no data was before.
/// </summary>
internal static class RehearsalFolder
{
    public const string MarkerName = "rehearsal.txt";

    /// <summary>Takes a folder for what it is, or marks a new one.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="database">Its database.</param>
    /// <param name="service">The service that is rehearsed there; null where the data are a user's own.</param>
    /// <exception cref="StoreUnusableException">It holds data of another kind. It is left as it is.</exception>
    public static void Claim(string folder, string database, string? service)
    {
        var marker = Path.Combine(folder, MarkerName);
        var marked = File.Exists(marker);
        if (service is null)
        {
            if (marked)
            {
                throw new StoreUnusableException(
                    $"'{folder}' is the folder of a rehearsal, whose data can be deleted at any time. Use another one for your own.");
            }

            return;
        }

        var text = $"AudienceTools keeps here what was rehearsed of {service}. Connect-AudienceService {service} -Rehearsal -Reset deletes it.";
        if (marked)
        {
            if (File.ReadLines(marker).FirstOrDefault() != text)
            {
                throw new StoreUnusableException(
                    $"'{folder}' isn't that of the rehearsal of {service}, as {MarkerName} in it tells. It was left as it is; move it away.");
            }

            return;
        }

        if (File.Exists(database))
        {
            throw new StoreUnusableException($"'{folder}' holds data that no rehearsal made. They were left as they are; move them away.");
        }

        // The file appears whole: half of one would keep everybody out.
        File.WriteAllText(marker + ".new", text + Environment.NewLine);
        File.Move(marker + ".new", marker);
    }

    /// <summary>What is behind a link may be anything.</summary>
    /// <exception cref="StoreUnusableException">The folder, the one that it is in, or a file in it is a link.</exception>
    public static void RefuseLinks(string folder)
    {
        var own = new DirectoryInfo(folder);
        FileSystemInfo?[] all = [own.Parent, own, .. own.Exists ? own.EnumerateFileSystemInfos() : []];
        if (all.FirstOrDefault(static entry => entry?.LinkTarget is not null) is { } link)
        {
            throw new StoreUnusableException(
                $"'{link.FullName}' is a link, and a rehearsal follows none. Remove it, or rehearse in another folder.");
        }
    }

    /// <summary>
    /// Deletes what a server makes in such a folder, by its names: whatever else is there stays. Only
    /// the owner of the folder may call this.
    /// </summary>
    /// <exception cref="StoreOwnedException">A server that was started by hand has the database.</exception>
    public static void Empty(string database, string log)
    {
        using var owner = OwnerLock.Take(database + ".lock");

        // A database without its log is an older one; a log without its database would be played into the next.
        string[] made = [database + ".new", database, log];
        foreach (var file in made)
        {
            File.Delete(file + "-wal");
            File.Delete(file + "-shm");
            File.Delete(file + "-journal");
            File.Delete(file);
        }

        File.Delete(log + ".1");
        UncleanMark.Remove(database);
    }
}
