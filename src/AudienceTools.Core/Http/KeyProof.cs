using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AudienceTools.Core.Http;

/// <summary>
/// How a session and the service of its data folder prove to each other that they know the service's key, without telling it: keyed hashes
/// (HMAC-SHA256, RFC 2104) over a number of each side's that is used once, on every new connection before anything else. Each side's text
/// begins otherwise, so that no answer can be sent back as one's own, and names the port and the process, so that none can be had from
/// another service.
/// </summary>
internal static class KeyProof
{
    /// <summary>
    /// Where both meet: a GET brings the session's nonce and is answered with the service's nonce and proof, a POST brings the session's
    /// proof.
    /// </summary>
    public const string Path = "/session/proof";

    public const string NonceHeader = "x-nonce";
    public const string ProofHeader = "x-proof";

    private const int NonceDigits = 64;

    /// <summary>256 random bits as hexadecimal digits.</summary>
    public static string NewNonce() => RandomNumberGenerator.GetHexString(NonceDigits, lowercase: true);

    public static bool IsNonce(string? text) => text is { Length: NonceDigits } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>What the service answers.</summary>
    /// <param name="key">The key.</param>
    /// <param name="port">The port at which the session has reached it.</param>
    /// <param name="processId">The service's process.</param>
    /// <param name="sessionNonce">The session's number.</param>
    /// <param name="serviceNonce">The service's own.</param>
    public static string OfService(string key, int port, int processId, string sessionNonce, string serviceNonce) =>
        Of("service", key, port, processId, sessionNonce, serviceNonce);

    /// <summary>What the session says after it; the same parameters.</summary>
    public static string OfSession(string key, int port, int processId, string sessionNonce, string serviceNonce) =>
        Of("session", key, port, processId, sessionNonce, serviceNonce);

    /// <summary>Whether a proof is the one that is expected; takes the same time wherever they differ.</summary>
    public static bool Matches(string expected, string? given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given ?? string.Empty));

    private static string Of(string who, string key, int port, int processId, string sessionNonce, string serviceNonce) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(key),
            Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"AudienceTools {who}\n{port}\n{processId}\n{sessionNonce}\n{serviceNonce}"))));
}

/// <summary>What listens where the service did doesn't know its key.</summary>
internal sealed class KeyNotProvenException(string message) : Exception(message);
