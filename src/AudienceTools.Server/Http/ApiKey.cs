using System.Security.Cryptography;
using System.Text;

namespace AudienceTools.Server.Http;

/// <summary>The key that callers must know. Only its hash is kept, and comparing takes the same time whatever is compared.</summary>
internal sealed class ApiKey
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _hash;

    /// <summary>Takes the hash of the key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="principal">Whom it stands for; null where the key itself is all that is known of the caller.</param>
    public ApiKey(string key, string? principal)
    {
        _hash = Hash(key);
        Principal = principal ?? Convert.ToHexStringLower(_hash.AsSpan(0, 16));
    }

    /// <summary>Whose idempotency keys these are.</summary>
    public string Principal { get; }

    /// <summary>What stands in the Authorization header as bearer token; null where nothing does.</summary>
    public static string? BearerOf(HttpRequest request)
    {
        var value = request.Headers.Authorization.ToString();
        return value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : null;
    }

    public bool Matches(string? key) => CryptographicOperations.FixedTimeEquals(_hash, Hash(key ?? string.Empty)) && key is not null;

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
