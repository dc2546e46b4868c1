using System.Globalization;

namespace AudienceTools.Core.PhoneNumbers;

/// <summary>A country calling code of ITU-T E.164 that is in use, such as 44, and one of the regions that have it.</summary>
/// <remarks>A region gives its calling code and the prefixes that are dialled there, no more: numbers of all regions with that code are read.</remarks>
public readonly record struct CountryCode
{
    private CountryCode(int value, string region)
    {
        Value = value;
        Region = region;
    }

    /// <summary>The code as a number, 1 to 999; 0 in a <see langword="default"/> instance, which counts as no country code.</summary>
    public int Value { get; }

    /// <summary>The region by ISO 3166, such as <c>GB</c>; the main one of the code where the code was given, and <c>001</c> where no region
    /// has it.</summary>
    public string Region
    {
        get => field ?? "";
        private init;
    }

    /// <summary>Reads <c>44</c>, <c>+44</c>, <c>0044</c> or <c>GB</c> in any case, and <c>UK</c>, which ISO 3166 gives to
    /// nobody else; with blanks around it or an apostrophe before it.</summary>
    /// <returns>Whether the text is a known calling code or region.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out CountryCode code)
    {
        text = text.Trim();
        text = text.StartsWith("'", StringComparison.Ordinal) ? text[1..] : text;
        text = text.Equals("UK", StringComparison.OrdinalIgnoreCase) ? "GB" : text;
        code = default;
        if (NumberingPlans.FindRegion(text, out var region) is { } plan)
        {
            code = new CountryCode(plan.CallingCode, region);
            return true;
        }

        if (text.StartsWith("+", StringComparison.Ordinal))
        {
            text = text[1..];
        }
        else if (text.StartsWith("00", StringComparison.Ordinal))
        {
            text = text[2..];
        }

        if (text.IsEmpty
            || text[0] == '0'
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            || NumberingPlans.Find(value) is not { } found)
        {
            return false;
        }

        code = new CountryCode(value, found.Regions[0]);
        return true;
    }

    /// <summary>The code with its plus, such as <c>+44</c>.</summary>
    public override string ToString() => "+" + Value.ToString(CultureInfo.InvariantCulture);
}
