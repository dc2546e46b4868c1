using System.Text.Json;
using System.Text.Json.Serialization;

namespace AudienceTools.Cmdlets.LocalService;

/// <summary>What the running service writes into its data folder for sessions of the same user.</summary>
/// <param name="Address">Its base address.</param>
/// <param name="Key">The key that it takes until it ends.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Rehearsal">The service that is rehearsed there; null where the data are a user's own.</param>
internal sealed record ServiceFile(
    [property: JsonPropertyName("address")] Uri Address,
    [property: JsonPropertyName("key")] string Key,
    [property: JsonPropertyName("processId")] int ProcessId,
    [property: JsonPropertyName("rehearsal")] string? Rehearsal)
{
    public const string FileName = "service.json";

    /// <summary>
    /// Reads the file; null where there is none, or none that can be read, or nobody owns the folder: then no service runs there, and
    /// the file was left by one that was killed, or copied from elsewhere.
    /// </summary>
    public static ServiceFile? Read(string dataPath)
    {
        try
        {
            return JsonSerializer.Deserialize<ServiceFile>(File.ReadAllBytes(Path.Combine(dataPath, FileName))) is
                { Address.IsLoopback: true, Key.Length: > 0 } service && IsOwned(dataPath)
                ? service
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

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

    /// <summary>Nothing of the key: records print every property otherwise.</summary>
    public override string ToString() => Address.ToString();
}
