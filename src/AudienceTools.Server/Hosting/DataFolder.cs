using System.Text.Json;
using System.Text.Json.Serialization;
using AudienceTools.Core.Reading;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Hosting;

/// <summary>What a session needs to join a running server, and the service that it rehearses, if any.</summary>
internal sealed record ServiceFile(string Address, string Key, int ProcessId, string Version, string? Rehearsal = null);

/// <summary>Reads and writes <c>service.json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ServiceFile))]
internal sealed partial class ServiceFileJson : JsonSerializerContext;

/// <summary>
/// A user's data folder, owned by one process: <c>owner.lock</c> is held as long as it lives, <c>service.json</c> tells other
/// sessions where it is and which key it takes, and is there only while it can be joined.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockName = "owner.lock";
    private const string DatabaseName = "audiences.db";

    private readonly string _path;
    private readonly string? _rehearsal;
    private readonly FileStream _lock;

    private DataFolder(string path, string? rehearsal, FileStream ownerLock)
    {
        _path = path;
        _rehearsal = rehearsal;
        _lock = ownerLock;
    }

    public string DatabasePath => Path.Combine(_path, DatabaseName);

    public string LogPath => Path.Combine(_path, "server.log");

    private string ServicePath => Path.Combine(_path, "service.json");

    /// <summary>Makes the folder where there is none, and takes it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="rehearsal">The service that is rehearsed there; null where the data are a user's own.</param>
    /// <param name="reset">Whether what was rehearsed there is deleted.</param>
    /// <exception cref="StoreOwnedException">Another process has it.</exception>
    /// <exception cref="StoreUnusableException">
    /// It belongs to another user, or a file in it does; it holds data of another kind, or a rehearsal would follow a link; a link in it
    /// leads nowhere.
    /// </exception>
    public static DataFolder Own(string path, string? rehearsal = null, bool reset = false)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (rehearsal is not null)
        {
            RehearsalFolder.RefuseLinks(path);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnFile.Mode | UnixFileMode.UserExecute);
        }

        RefuseOthers(path);
        var folder = new DataFolder(path, rehearsal, OwnerLock.Take(Path.Combine(path, LockName)));
        try
        {
            RehearsalFolder.Claim(path, folder.DatabasePath, rehearsal);
            if (reset)
            {
                RehearsalFolder.Empty(folder.DatabasePath, folder.LogPath);
            }

            // A server that was killed has left its own; nobody answers there any more.
            folder.Withdraw();
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Tells other sessions about this server: the file appears whole, readable by its user alone.</summary>
    public void Publish(Uri address, string key, string version)
    {
        var draft = ServicePath + ".new";
        File.Delete(draft);
        using (var stream = OwnFile.Open(draft, FileMode.CreateNew))
        {
            JsonSerializer.Serialize(
                stream,
                new ServiceFile(address.GetLeftPart(UriPartial.Authority), key, Environment.ProcessId, version, _rehearsal),
                ServiceFileJson.Default.ServiceFile);
        }

        File.Move(draft, ServicePath, overwrite: true);
    }

    /// <summary>No session can join any more.</summary>
    public void Withdraw() => File.Delete(ServicePath);

    public void Dispose() => _lock.Dispose();

    private static string? Target(string link) => File.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName;

    // Whoever owns the folder or the database can read what comes into it.
    private static void RefuseOthers(string path)
    {
        string[] files = [Path.Combine(path, LockName), Path.Combine(path, DatabaseName)];
        if (Array.Find(files, static file => new FileInfo(file).LinkTarget is not null && !Path.Exists(Target(file))) is { } link)
        {
            throw new StoreUnusableException($"'{link}' is a link, and nothing is where it leads. Put back what it led to, or remove the link.");
        }

        if (Array.Find([path, .. files], static file => Path.Exists(file) && !FileFacts.IsOwn(file)) is { } other)
        {
            throw new StoreUnusableException($"'{other}' belongs to another user of this machine. Use a folder of your own.");
        }
    }
}
