using System.Net;
using System.Text.Json;
using AudienceTools.Core.Reading;

namespace AudienceTools.Cmdlets.LocalService;

/// <summary>What the running service writes into its data folder for sessions of the same user.</summary>
/// <param name="Address">Its base address: a port of this machine.</param>
/// <param name="Key">The key that it takes until it ends.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Rehearsal">The service that is rehearsed there; null where the data are a user's own.</param>
internal sealed record ServiceFile(Uri Address, string Key, int ProcessId, string? Rehearsal)
{
    public const string FileName = "service.json";

    private const int MostBytes = 64 * 1024;

    /// <summary>
    /// Reads the file; null where there is none, or none that a service of this user's has written, or nobody owns the folder: then no
    /// service runs there, and the file was left by one that was killed, or copied from elsewhere. Whether the one that answers at the
    /// address is that service, the answer must prove: <see cref="ProvenConnection"/>.
    /// </summary>
    public static ServiceFile? Read(string dataPath)
    {
        var path = Path.Combine(dataPath, FileName);
        try
        {
            return File.Exists(path) && !FileFacts.IsSpecial(path) && new FileInfo(path).Length <= MostBytes
                && FileFacts.IsOwn(dataPath) && FileFacts.IsOwn(path) && IsOwned(dataPath)
                ? Parse(File.ReadAllBytes(path))
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Nothing of the key: records print every property otherwise.</summary>
    public override string ToString() => Address.ToString();

    private static ServiceFile? Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return root.ValueKind == JsonValueKind.Object
            && Uri.TryCreate(Text(root, "address"), UriKind.Absolute, out var address)
            && address.Scheme == Uri.UriSchemeHttp
            && IPAddress.TryParse(address.IdnHost, out var ip) && IPAddress.IsLoopback(ip)
            && Text(root, "key") is { Length: > 0 } key && key.All(static character => character is > ' ' and <= '~')
            && root.TryGetProperty("processId", out var process) && process.ValueKind == JsonValueKind.Number
            && process.TryGetInt32(out var processId)
            ? new ServiceFile(new Uri(address.GetLeftPart(UriPartial.Authority)), key, processId, Text(root, "rehearsal"))
            : null;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Whether a process holds the folder's lock, as its service does from its first moment to its last.</summary>
    private static bool IsOwned(string dataPath)
    {
        try
        {
            using var unowned = new FileStream(Path.Combine(dataPath, "owner.lock"), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
