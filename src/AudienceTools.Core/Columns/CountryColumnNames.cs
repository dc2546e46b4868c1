using System.Collections.Frozen;

namespace AudienceTools.Core.Columns;

/// <summary>The names that columns of country calling codes go by.</summary>
internal static class CountryColumnNames
{
    // Without blanks, dashes and underscores, in lower case. No “country”: what it holds is seldom a code.
    private static readonly FrozenSet<string> s_known = new[]
    {
        "phonecode", "phonecountry", "phonecountrycode", "phonecc", "phoneprefix", "phonedialcode", "phonedialingcode", "phoneisdcode",
        "countrycode", "countrycallingcode", "countrydialcode", "countrydialingcode", "countryphonecode", "countryprefix", "dialcode",
        "dialingcode", "diallingcode", "dialprefix", "callingcode", "callingprefix", "isd", "isdcode", "idd", "iddcode", "mobilecode",
        "mobilecountrycode", "mobileprefix", "internationalcode", "intlcode", "telcode", "telephonecode",
        "ländervorwahl", "laendervorwahl", "landesvorwahl", "vorwahlland", "indicatif", "indicatifpays", "indicatifdupays",
        "prefijopaís", "prefijopais", "prefijodepaís", "prefijodepais", "prefissopaese", "landnummer",
    }.ToFrozenSet(StringComparer.Ordinal);

    // These hold a region in one list, the name of a country in another, and at times something else.
    private static readonly FrozenSet<string> s_possible = new[]
    {
        "country", "countryname", "countryregion", "countryiso", "countryiso2", "countryisocode", "countryid", "countryabbr", "isocountry",
        "isocountrycode", "iso", "iso2", "isocode", "alpha2", "cc", "nation", "homecountry", "addresscountry", "billingcountry", "shippingcountry",
        "mailingcountry", "contactcountry", "customercountry", "land", "länderkürzel", "laenderkuerzel", "ländercode", "laendercode",
        "länderkennzeichen", "landcode", "landkode", "landekode", "landskod", "pays", "codepays", "país", "pais", "códigopaís",
        "codigopais", "códigodepaís", "codigodepais", "paese", "codicepaese", "nazione", "kraj", "ülke", "maa",
        "страна", "国", "国家", "国家地区",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a column of this name holds calling codes or regions.</summary>
    public static bool IsKnown(string name) => IsIn(s_known, name);

    /// <summary>Whether a column of this name may hold the country of a number.</summary>
    public static bool MayBe(string name) => IsIn(s_possible, name);

    private static bool IsIn(FrozenSet<string> names, string name) =>
        name.Length <= 64 && names.Contains(string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)));
}
