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
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsKnown(string name) =>
        name.Length <= 64 && s_known.Contains(string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)));
}
