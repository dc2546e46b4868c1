using System.Globalization;
using AudienceTools.Core.Reading.Workbooks.Formats;

namespace AudienceTools.Core.Tests.Reading.Workbooks.Formats;

public class NumberFormatProperties
{
    private const int Runs = 20_000;

    private static readonly string[] s_numbers =
    [
        "0", "00000", "000-000-0000", "(###) ###-####", "[<=9999999]###-####;(###) ###-####", "\"+\"0", "+0", "+0;-0", "\"+44\"0", "\\+0", "+#",
        "0.00", "0.0##", "#,##0", "#,##0.00", "#,##0.00\\ \"€\"", "\"$\"#,##0.00_);(\"$\"#,##0.00)", "[Red]0;[Blue]-0", "0%", "0.00%", "0\" km\"",
        "+## ## #### ####", "00 00 00 00 00", "0,", "0.0,,", "0.00E+00", "# ?/?", ";;;", "0;;", "#", "#.##", "General", "@", "+General", "[Magenta]0",
        "[>100]0.0;[<-100]-0.0;0.00", "0000\\/000000", "\"-\"0", "0\" x 2\"",
    ];

    // Pieces that make formats which nobody has thought of.
    private static readonly string[] s_pieces =
    [
        "0", "0", "#", "?", ".", ",", "%", "-", "+", " ", "(", ")", "/", ";", "\"a\"", "\"1\"", "\\x", "_)", "* ", "E+", "@", "General", "[Red]", "[$€-407]",
        "[<5]", "[>=100]", "[h]", "h", "m", "s", "y", "d", "AM/PM", "\"", "[",
    ];

    [Fact]
    public void No_digit_goes()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < Runs; i++)
        {
            var format = new string[] { s_numbers[random.Next(s_numbers.Length)], Soup(random) }[random.Next(2)];
            var raw = Number(random);
            var text = new NumberFormat(format).Show(raw, from1904: random.Next(2) == 0);
            var number = NumberText.From(raw);
            if (text != number && !FormatScanner.Scan(format).Exists(static section => section.IsTime))
            {
                Assert.True(Digits(text).Contains(Digits(number).Trim('0'), StringComparison.Ordinal), $"seed {seed}: {raw} in '{format}' is '{text}'");
                Assert.True(raw.StartsWith('-') == IsNegative(text), $"seed {seed}: {raw} in '{format}' is '{text}'");
            }
        }
    }

    [Fact]
    public void What_is_shown_is_what_another_reading_of_formats_shows()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var compared = 0;
        for (var i = 0; i < Runs; i++)
        {
            var format = s_numbers[random.Next(s_numbers.Length)];
            var raw = Number(random);
            var text = new NumberFormat(format).Show(raw, from1904: false);

            // It has no minus for a section with a condition, another place for it beside General, and no zero for #.
            if (text != NumberText.From(raw) && raw is not "0" && !(raw.StartsWith('-') && format is ['[', '<', ..] or ['+', 'G', ..]))
            {
                // It groups thousands, and has blanks that line numbers up.
                var number = double.Parse(raw, CultureInfo.InvariantCulture);
                var other = new ExcelNumberFormat.NumberFormat(format).Format(number, CultureInfo.InvariantCulture).Replace(",", "", StringComparison.Ordinal).Trim();
                Assert.True(text == other, $"seed {seed}: {raw} in '{format}' is '{text}' or '{other}'");
                compared++;
            }
        }

        Assert.InRange(compared, Runs / 4, Runs);
    }

    [Fact]
    public void No_time_goes()
    {
        string[] formats = ["hh:mm", "h:mm:ss", "h:mm AM/PM", "mm:ss", "mm:ss.0", "[h]:mm", "[mm]:ss", "[s]", "[h]:mm:ss.000", "d/m/yyyy", "d/m/yyyy hh:mm", "mmm yy", "hh", "ss"];
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < Runs; i++)
        {
            var format = formats[random.Next(formats.Length)];
            var unit = new[] { 86_400_000L, 3_600_000, 60_000, 1000, 1 }[random.Next(5)];
            var milliseconds = random.NextInt64(50_000L * 86_400_000) / unit * unit % (random.Next(2) == 0 ? 86_400_000 : long.MaxValue);
            var raw = (milliseconds / 86_400_000.0).ToString(CultureInfo.InvariantCulture);
            var text = new NumberFormat(format).Show(raw, from1904: false);
            Assert.True(text == NumberText.From(raw) || Read(text, format) == milliseconds, $"seed {seed}: {raw} in '{format}' is '{text}'");
        }
    }

    // What a person reads, who knows the format only where the text is short.
    private static long Read(string text, string format)
    {
        if (text.Length >= 10 && text[4] == '-')
        {
            var time = DateTime.Parse(text, CultureInfo.InvariantCulture);
            return (long)Math.Round((time - new DateTime(1899, 12, time < new DateTime(1900, 3, 1) ? 31 : 30)).TotalMilliseconds);
        }

        if (text.EndsWith('M'))
        {
            return (long)DateTime.Parse(text, CultureInfo.InvariantCulture).TimeOfDay.TotalMilliseconds;
        }

        var parts = text.Split(':').Select(part => decimal.Parse(part, CultureInfo.InvariantCulture)).ToList();
        var isFromMinutes = parts.Count == 2 && format is "mm:ss" or "mm:ss.0" or "[mm]:ss";
        var hours = parts.Count == 1 && format is "[s]" or "ss" ? [0, 0, parts[0]]
            : isFromMinutes && parts.Count == 2 ? [0, parts[0], parts[1]]
            : parts.Concat([0m, 0m]).Take(3).ToList();
        return (long)((hours[0] * 3_600_000) + (hours[1] * 60_000) + (hours[2] * 1000));
    }

    private static bool IsNegative(string text) => text.AsSpan(0, text.AsSpan().IndexOfAnyInRange('0', '9')).Contains('-');

    private static string Soup(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => s_pieces[random.Next(s_pieces.Length)]));

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static string Number(Random random)
    {
        var number = random.NextInt64((long)Math.Pow(10, random.Next(1, 15))) / Math.Pow(10, random.Next(3) == 0 ? random.Next(5) : 0);
        return (random.Next(5) == 0 && number > 0 ? -number : number).ToString(CultureInfo.InvariantCulture);
    }
}
