namespace AudienceTools.Core.Reading.Workbooks.Formats;

/// <summary>The parts of a section that shows digits as they are.</summary>
/// <param name="Before">What stands before the first digit.</param>
/// <param name="Whole">The places of the digits before the point, and what stands between them.</param>
/// <param name="Decimals">The places of the digits behind the point.</param>
/// <param name="After">What stands behind the last digit.</param>
/// <param name="Percents">How many times the number is shown a hundred times as large.</param>
internal sealed record DigitLayout(
    List<FormatToken> Before, List<FormatToken> Whole, List<FormatToken> Decimals, List<FormatToken> After, int Percents)
{
    /// <summary>Whether nothing is shown but digits.</summary>
    public bool IsBare { get; } = Before.Concat(Whole).Concat(After).All(static token => IsPlace(token) || string.IsNullOrWhiteSpace(token.Text));

    /// <summary>The layout; null where the section scales, shows a fraction or an exponent, or has a text among the decimals or a digit in
    /// a text among the digits.</summary>
    public static DigitLayout? Of(List<FormatToken> tokens)
    {
        var first = tokens.FindIndex(IsPlace);
        var last = tokens.FindLastIndex(IsPlace);
        if (first < 0 || tokens.Exists(static token => token.Kind is FormatKind.Exponent or FormatKind.Text))
        {
            return null;
        }

        var point = tokens.FindIndex(static token => token.Kind is FormatKind.Point);
        if (point >= 0 && point < first)
        {
            first = point;
        }

        var hasDecimals = point >= 0 && point < last;
        var inside = tokens[first..(last + 1)];
        var whole = hasDecimals ? tokens[first..point] : inside;
        var decimals = hasDecimals ? tokens[(point + 1)..(last + 1)] : [];
        var after = tokens[(last + 1)..];
        return inside.Exists(static token => token.Kind is FormatKind.Slash or FormatKind.Percent || token.Text.AsSpan().ContainsAnyInRange('1', '9'))
            || !decimals.TrueForAll(IsPlace)
            || after is [{ Kind: FormatKind.Comma }, ..]
            || whole is [.., { Kind: FormatKind.Comma }]
                ? null
                : new DigitLayout(
                    tokens[..first],
                    whole.FindAll(static token => token.Kind is not FormatKind.Comma),
                    decimals,
                    after.FindAll(static token => token.Kind is not FormatKind.Point),
                    tokens.Count(static token => token.Kind is FormatKind.Percent));
    }

    private static bool IsPlace(FormatToken token) => token.Kind is FormatKind.Zero or FormatKind.Digit;
}
