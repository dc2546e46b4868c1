namespace AudienceTools.Core.PhoneNumbers;

/// <summary>What programs write before a number, with a colon: <c>tel:</c> of RFC 3966, <c>p:</c> of Meta's lead ads, <c>whatsapp:</c>, …</summary>
internal static class KnownPrefixes
{
    private static readonly string[] s_known = ["tel", "p", "whatsapp", "sms", "smsto", "callto"];

    public static bool Contains(ReadOnlySpan<char> prefix)
    {
        prefix = prefix.Trim();
        foreach (var known in s_known)
        {
            if (prefix.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
