using AudienceTools.Core.PhoneNumbers;
using FsCheck;
using FsCheck.Fluent;

namespace AudienceTools.Core.Tests.PhoneNumbers;

public class PhoneNumberProperties
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(5000);

    // A second reading of the table, as plain as can be: calling code and national lengths, for what is accepted.
    private static readonly Dictionary<string, HashSet<int>> s_lengths = NumberingPlanFacts.Table.Split('\n')
        .Select(line => line.Trim().Split(' '))
        .ToDictionary(
            parts => parts[0],
            parts => parts[2].Split(',').Select(r => r.Split('-').Select(int.Parse).ToArray())
                .SelectMany(r => Enumerable.Range(r[0], r[^1] - r[0] + 1)).ToHashSet(),
            StringComparer.Ordinal);

    private static readonly Gen<string> s_likely =
        from parts in Gen.ListOf(Gen.Elements("+", "0", "00", "44", "1", "91", "39", "7", "20", "9460", "5", "810", "(0)", "(3)", "(", ")", " ", "-", ".", "/", "\u200b", "٤", "'", "E+", "\n", "x", "tel:", "=\""))
        select string.Concat(parts);

    private static readonly Gen<CountryCode?> s_country = Gen.Elements(
        new[] { "44", "1", "91", "39", "7", "49", "36", "225", "375", "598" }
            .Select(text => CountryCode.TryParse(text, out var code) ? code : (CountryCode?)null).Append(null));

    [Fact]
    public void Nothing_throws_and_what_is_accepted_is_E164_with_a_possible_length()
    {
        var texts = Gen.OneOf(s_likely, ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));
        Prop.ForAll(Pairs(texts).ToArbitrary(), pair => IsSound(pair.Text, pair.Country)).Check(s_config);
    }

    [Fact]
    public void A_number_reads_back_as_itself()
    {
        Prop.ForAll(Pairs(s_likely).ToArbitrary(), pair =>
            PhoneNumber.TryParse(pair.Text, pair.Country, out var number) != PhoneNumberProblem.None
            || (PhoneNumber.TryParse(number.ToString(), null, out var again) == PhoneNumberProblem.None && again == number)).Check(s_config);
    }

    [Fact]
    public void No_digit_is_ever_made_up()
    {
        Prop.ForAll(Pairs(s_likely).ToArbitrary(), pair =>
        {
            if (PhoneNumber.TryParse(pair.Text, pair.Country, out var number) != PhoneNumberProblem.None)
            {
                return true;
            }

            // Behind a plus, 00 or what is dialled to call abroad the whole number was written; else all of it but the calling code.
            var written = string.Concat(pair.Text.Where(char.IsDigit).Select(static digit => char.GetNumericValue(digit)));
            var whole = number.ToDigits();
            return pair.Text.Contains("(0)", StringComparison.Ordinal)
                || written.EndsWith(whole, StringComparison.Ordinal)
                || (pair.Country is { } country && written.EndsWith(whole[country.ToString()[1..].Length..], StringComparison.Ordinal));
        }).Check(s_config);
    }

    [Fact]
    public void Separators_do_not_change_a_number()
    {
        var noise = Gen.ListOf(Gen.Elements(" ", "-", ".", "(", ")", "\u00a0", "\u200b", "\u2011"), 12);
        var triples = from list in noise from at in Gen.ListOf(Gen.Choose(1, 10), 12) select (list, at);
        Prop.ForAll(triples.ToArbitrary(), t =>
        {
            var text = "+442079460958";
            foreach (var (separator, at) in t.list.Zip(t.at))
            {
                text = text.Insert(at, separator);
            }

            var problem = PhoneNumber.TryParse(text, null, out var number);
            return problem == PhoneNumberProblem.None && number.Digits == 442079460958
                || problem is PhoneNumberProblem.TrunkPrefix or PhoneNumberProblem.AmbiguousBracket or PhoneNumberProblem.NotANumber; // around one digit, or two
        }).Check(s_config);
    }

    private static Gen<(string Text, CountryCode? Country)> Pairs(Gen<string> texts) =>
        from text in texts from country in s_country select (text, country);

    private static bool IsSound(string text, CountryCode? country)
    {
        var problem = PhoneNumber.TryParse(text, country, out var number);
        if (problem != PhoneNumberProblem.None)
        {
            return number == default && Enum.IsDefined(problem);
        }

        var written = number.ToString();
        return written[0] == '+'
            && written.Length is >= 8 and <= 16
            && written.Skip(1).All(char.IsAsciiDigit)
            && Enumerable.Range(1, 3).Any(n => s_lengths.TryGetValue(written[1..(n + 1)], out var lengths) && lengths.Contains(written.Length - 1 - n));
    }
}
