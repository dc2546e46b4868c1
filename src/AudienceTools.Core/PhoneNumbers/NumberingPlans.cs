using System.Globalization;
using System.Numerics;

namespace AudienceTools.Core.PhoneNumbers;

/// <summary>What is known of the national numbers behind one country calling code.</summary>
internal sealed class NumberingPlan
{
    private readonly uint _lengths;
    private readonly uint _ordinaryLengths;
    private readonly uint _firstDigits;

    private NumberingPlan(int callingCode, uint lengths, uint ordinaryLengths, string trunkPrefix, uint firstDigits)
    {
        CallingCode = callingCode;
        _lengths = lengths;
        _ordinaryLengths = ordinaryLengths;
        KeepsZero = string.Equals(trunkPrefix, "keep", StringComparison.Ordinal);
        TrunkPrefix = char.IsAsciiDigit(trunkPrefix[0]) ? trunkPrefix : "";
        _firstDigits = firstDigits;
    }

    public int CallingCode { get; }

    /// <summary>The digits dialled before a national number inside the country only; empty where there are none.</summary>
    public string TrunkPrefix { get; }

    public bool HasZeroTrunkPrefix => TrunkPrefix.StartsWith('0');

    /// <summary>Whether landlines or mobiles begin with a 0 that belongs to them, as Italian landlines do.</summary>
    public bool KeepsZero { get; }

    public int LongestNumber => 31 - BitOperations.LeadingZeroCount(_lengths);

    public bool IsPossibleLength(int length) => length < 32 && (_lengths >> length & 1) != 0;

    /// <summary>Whether landlines or mobiles have this length; other lengths are left to toll-free numbers and the like.</summary>
    public bool IsOrdinaryLength(int length) => length < 32 && (_ordinaryLengths >> length & 1) != 0;

    public bool MayBeginWith(char digit) => (_firstDigits >> (digit - '0') & 1) != 0;

    public static NumberingPlan Parse(string line)
    {
        var parts = line.Split(' ');
        var lengths = ParseSet(parts[2]);
        return new NumberingPlan(
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            lengths,
            string.Equals(parts[3], "=", StringComparison.Ordinal) ? lengths : ParseSet(parts[3]),
            parts[4],
            ParseSet(parts[5]));
    }

    // "7,9-10" becomes the bits 7, 9 and 10.
    private static uint ParseSet(string ranges)
    {
        var set = 0u;
        foreach (var range in ranges.Split(','))
        {
            var ends = range.Split('-');
            var last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
            for (var i = int.Parse(ends[0], CultureInfo.InvariantCulture); i <= last; i++)
            {
                set |= 1u << i;
            }
        }

        return set;
    }
}

/// <summary>Finds the numbering plan for a calling code or for the digits of an international number.</summary>
internal static class NumberingPlans
{
    private static readonly NumberingPlan?[] s_byCode = Load();

    public static NumberingPlan? Find(int callingCode) =>
        (uint)callingCode < (uint)s_byCode.Length ? s_byCode[callingCode] : null;

    /// <summary>Calling codes are free of prefixes (ITU-T E.164), so at most one fits.</summary>
    /// <param name="digits">An international number: ASCII digits, calling code first.</param>
    /// <param name="codeLength">How many digits the calling code takes.</param>
    public static NumberingPlan? Find(ReadOnlySpan<char> digits, out int codeLength)
    {
        var code = 0;
        for (codeLength = 1; codeLength <= 3 && codeLength <= digits.Length; codeLength++)
        {
            code = code * 10 + (digits[codeLength - 1] - '0');
            if (code != 0 && s_byCode[code] is { } plan)
            {
                return plan;
            }

            if (code == 0)
            {
                break;
            }
        }

        codeLength = 0;
        return null;
    }

    private static NumberingPlan?[] Load()
    {
        var byCode = new NumberingPlan?[1000];
        foreach (var line in NumberingPlanFacts.Table.Split('\n'))
        {
            var plan = NumberingPlan.Parse(line.TrimEnd('\r'));
            byCode[plan.CallingCode] = plan;
        }

        return byCode;
    }
}
