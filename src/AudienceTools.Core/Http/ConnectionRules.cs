using AudienceTools.Core.Dialects;

namespace AudienceTools.Core.Http;

/// <summary>What an address and a key must be before anything is sent.</summary>
internal static class ConnectionRules
{
    /// <summary>The base address with a slash at its end.</summary>
    /// <exception cref="AudienceException">There is none, or a key would travel in the clear.</exception>
    public static Uri Address(AudienceClientOptions options, ServiceDialect dialect)
    {
        var address = options.Address ?? dialect.DefaultAddress
            ?? throw new ArgumentException($"{dialect.Service} has no address of its own: one must be given.", nameof(options));
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw new AudienceException(
                AudienceErrorCode.InsecureAddress, "The address must be an absolute one that begins with https://.");
        }

        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new AudienceException(
                AudienceErrorCode.InsecureAddress, "The address must have neither credentials nor a query: the key has a parameter of its own.");
        }

        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback && !options.AllowInsecure)
        {
            throw new AudienceException(
                AudienceErrorCode.InsecureAddress,
                $"The key would travel to '{address.Authority}' in the clear. Use https://, or allow it with -AllowInsecure.");
        }

        return address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }

    /// <summary>Refuses what can't be a key: an injected line break would become a header of its own.</summary>
    public static void CheckKey(string? key)
    {
        if (key is not null && (key.Length == 0 || !key.All(static c => c is > ' ' and < '\x7f')))
        {
            throw new AudienceException(
                AudienceErrorCode.InvalidApiKey,
                "The key is empty or has blanks, line breaks or other characters that a key can't have. Check what was pasted.");
        }
    }
}
