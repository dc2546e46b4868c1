using System.Globalization;
using PhoneNumbers;
using PhoneNumber = AudienceTools.Core.PhoneNumbers.PhoneNumber;

namespace AudienceTools.Core.Tests.PhoneNumbers;

/// <summary>The table of the fast path, made anew from the library.</summary>
internal static class DerivedPlans
{
    /// <summary>One line for each calling code, as <c>NumberingPlanFacts</c> has them.</summary>
    public static IEnumerable<string> Lines() =>
        Library.Regions.GroupBy(static place => place.Code).Select(static places => Line(places.Key, [.. places.Select(static place => (place.Region, place.Metadata))]));

    private static string Line(int code, List<(string Region, PhoneMetadata Metadata)> regions)
    {
        var main = regions[0].Metadata;
        var trunk = main.NationalPrefix;
        var codeLength = code.ToString(CultureInfo.InvariantCulture).Length;
        var lengths = regions.SelectMany(static region => region.Metadata.GeneralDesc.PossibleLengthList)
            .Where(length => codeLength + length is >= PhoneNumber.MinDigits and <= PhoneNumber.MaxDigits).ToHashSet();
        var first = regions.SelectMany(static region => Library.KindsOf(region.Metadata)).SelectMany(static kind => FirstDigits(kind)).ToHashSet();
        var ordinary = new[] { main.FixedLine, main.Mobile }.Where(static kind => kind.HasNationalNumberPattern).SelectMany(static kind => FirstDigits(kind));
        if (code == 1)
        {
            lengths.Remove(7);
        }

        var hasZero = first.Contains(0);
        if (code is not (1 or 39))
        {
            first = [.. hasZero && !trunk.StartsWith('0') ? Enumerable.Range(0, 10) : Enumerable.Range(1, 9)];
        }

        return string.Join(
            ' ',
            code,
            string.Join(',', regions.Select(static region => region.Region)),
            Ranges(lengths),
            trunk.Length > 0 ? trunk : ordinary.Contains(0) ? "keep" : "-",
            HasOnlyTrunk(main) ? "=" : "*",
            Ranges(first),
            main.HasInternationalPrefix ? ExitHeads(main, regions.SelectMany(static region => Library.KindsOf(region.Metadata)).Any(BeginsWithZeros)) : "-");
    }

    // Whether what stands in the national form before a number can be nothing but the trunk prefix. Alternatives that begin with another
    // digit, or with 00, are for numbers that the fast path leaves alone; but no number may begin with a 0 that looks like the trunk prefix.
    private static bool HasOnlyTrunk(PhoneMetadata metadata) =>
        !metadata.HasNationalPrefixForParsing
        || (Library.KindsOf(metadata).SelectMany(static kind => DigitPattern.Parse(kind.NationalNumberPattern).Heads(2))
            .All(head => head[0] != '0' || head == "00")
        && metadata.HasNationalPrefix && Alternatives(metadata.NationalPrefixForParsing)
            .Where(part => DigitPattern.Parse(part).Heads(2).Any(head =>
                head.Length == 0 || (head[0] == metadata.NationalPrefix[0] && !head.StartsWith("00", StringComparison.Ordinal))))
            .SequenceEqual([metadata.NationalPrefix], StringComparer.Ordinal));

    private static IEnumerable<string> Alternatives(string pattern)
    {
        var (depth, start) = (0, 0);
        for (var at = 0; at < pattern.Length; at++)
        {
            depth += pattern[at] is '(' ? 1 : pattern[at] is ')' ? -1 : 0;
            if (pattern[at] == '|' && depth == 0)
            {
                yield return pattern[start..at].TrimEnd('$');
                start = at + 1;
            }
        }

        yield return pattern[start..].TrimEnd('$');
    }

    // "00x": what begins with 00 has more readings than one.
    private static string ExitHeads(PhoneMetadata metadata, bool numbersBeginWithZeros)
    {
        var prefixes = DigitPattern.Parse(metadata.InternationalPrefix).Heads(3).ToList();
        var several = numbersBeginWithZeros || prefixes.Exists(static prefix => prefix.Length > 2 && prefix.StartsWith("00", StringComparison.Ordinal));
        var heads = prefixes.Select(static prefix => prefix[..Math.Min(2, prefix.Length)]).Where(static head => head != "00");
        return string.Join(',', heads.Prepend(several ? "00x" : "00").Distinct(StringComparer.Ordinal));
    }

    private static bool BeginsWithZeros(PhoneNumberDesc kind) => DigitPattern.Parse(kind.NationalNumberPattern).Heads(2).Contains("00", StringComparer.Ordinal);

    private static IEnumerable<int> FirstDigits(PhoneNumberDesc kind) =>
        DigitPattern.Parse(kind.NationalNumberPattern).Heads(1).Select(static head => head[0] - '0');

    private static string Ranges(IEnumerable<int> numbers)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var number in numbers.Order())
        {
            if (ranges.Count > 0 && ranges[^1].Last == number - 1)
            {
                ranges[^1] = (ranges[^1].First, number);
            }
            else
            {
                ranges.Add((number, number));
            }
        }

        return string.Join(',', ranges.Select(static range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}"));
    }
}
