using System.Globalization;

namespace AudienceTools.Core.PhoneNumbers;

/// <summary>A country calling code of ITU-T E.164 that is in use, such as 44.</summary>
public readonly record struct CountryCode
{
    private CountryCode(int value) => Value = value;

    /// <summary>The code as a number, 1 to 999; 0 in a <see langword="default"/> instance, which counts as no country code.</summary>
    public int Value { get; }

    /// <summary>Reads <c>44</c>, <c>+44</c> or <c>0044</c>, with blanks around it.</summary>
    /// <returns>Whether the text is a known calling code.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out CountryCode code)
    {
        text = text.Trim();
        if (text.StartsWith("+", StringComparison.Ordinal))
        {
            text = text[1..];
        }
        else if (text.StartsWith("00", StringComparison.Ordinal))
        {
            text = text[2..];
        }

        code = default;
        if (text.IsEmpty
            || text[0] == '0'
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            || NumberingPlans.Find(value) is null)
        {
            return false;
        }

        code = new CountryCode(value);
        return true;
    }

    /// <summary>The code with its plus, such as <c>+44</c>.</summary>
    public override string ToString() => "+" + Value.ToString(CultureInfo.InvariantCulture);
}
