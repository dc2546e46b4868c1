using System.Globalization;
using System.Numerics;

namespace AudienceTools.Core.PhoneNumbers;

/// <summary>What is known of the national numbers behind one country calling code without asking the library.</summary>
internal sealed class NumberingPlan
{
    private readonly uint _lengths;
    private readonly uint _firstDigits;
    private readonly UInt128 _exitHeads;

    private NumberingPlan(string[] columns)
    {
        CallingCode = int.Parse(columns[0], CultureInfo.InvariantCulture);
        Code = columns[0];
        Regions = columns[1].Split(',');
        _lengths = ParseSet(columns[2]);
        KeepsZero = string.Equals(columns[3], "keep", StringComparison.Ordinal);
        TrunkPrefix = char.IsAsciiDigit(columns[3][0]) ? columns[3] : "";
        HasOnlyTrunkPrefix = string.Equals(columns[4], "=", StringComparison.Ordinal);
        _firstDigits = ParseSet(columns[5]);
        foreach (var head in columns[6].Split(','))
        {
            ReadsDoubleZeroTwice |= string.Equals(head, "00x", StringComparison.Ordinal);
            _exitHeads |= head[0] == '-' || head.StartsWith("00", StringComparison.Ordinal) ? 0
                : head.Length == 1 ? (UInt128)0x3FF << (10 * (head[0] - '0'))
                : UInt128.One << Pair(head);
        }
    }

    public int CallingCode { get; }

    /// <summary>The calling code's digits.</summary>
    public string Code { get; }

    /// <summary>The regions that share the code, as ISO 3166 names them, the main one first.</summary>
    public IReadOnlyList<string> Regions { get; }

    /// <summary>The digits dialled before a national number inside the country only; empty where there are none.</summary>
    public string TrunkPrefix { get; }

    public bool HasZeroTrunkPrefix => TrunkPrefix.StartsWith('0');

    /// <summary>Whether landlines or mobiles begin with a 0 that belongs to them, as Italian landlines do.</summary>
    public bool KeepsZero { get; }

    /// <summary>Whether nothing but the trunk prefix may stand before a national number: no carrier code, no second trunk prefix.</summary>
    public bool HasOnlyTrunkPrefix { get; }

    /// <summary>Whether digits that begin with 00 may be more than an international number.</summary>
    public bool ReadsDoubleZeroTwice { get; }

    public int LongestNumber => 31 - BitOperations.LeadingZeroCount(_lengths);

    public bool IsPossibleLength(int length) => length < 32 && (_lengths >> length & 1) != 0;

    public bool MayBeginWith(char digit) => (_firstDigits >> (digit - '0') & 1) != 0;

    /// <summary>Whether a national number can look so: not whether it is one.</summary>
    public bool IsPossible(ReadOnlySpan<char> national) => !national.IsEmpty && MayBeginWith(national[0]) && IsPossibleLength(national.Length);

    /// <summary>Whether digits may begin with what is dialled in the country to call abroad, other than 00.</summary>
    public bool MayDialAbroad(ReadOnlySpan<char> digits) => digits.Length > 1 && (_exitHeads >> Pair(digits) & 1) != 0;

    /// <summary>Whether digits begin with the calling code.</summary>
    public bool IsCodeOf(ReadOnlySpan<char> digits) => NumberingPlans.Find(digits, out _) == this;

    public static NumberingPlan Parse(string line) => new(line.Split(' '));

    private static int Pair(ReadOnlySpan<char> digits) => (10 * (digits[0] - '0')) + digits[1] - '0';

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

/// <summary>Finds the numbering plan for a calling code, a region, or the digits of an international number.</summary>
internal static class NumberingPlans
{
    private static readonly NumberingPlan?[] s_byCode = Load();

    private static readonly Dictionary<string, NumberingPlan> s_byRegion = s_byCode.OfType<NumberingPlan>()
        .SelectMany(static plan => plan.Regions.Select(region => (region, plan)))
        .DistinctBy(static pair => pair.region, StringComparer.Ordinal)
        .ToDictionary(static pair => pair.region, static pair => pair.plan, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, NumberingPlan>.AlternateLookup<ReadOnlySpan<char>> s_byRegionText =
        s_byRegion.GetAlternateLookup<ReadOnlySpan<char>>();

    public static NumberingPlan? Find(int callingCode) =>
        (uint)callingCode < (uint)s_byCode.Length ? s_byCode[callingCode] : null;

    /// <param name="region">Two letters of ISO 3166, in any case.</param>
    /// <param name="name">The region as it is written.</param>
    public static NumberingPlan? FindRegion(ReadOnlySpan<char> region, out string name)
    {
        name = "";
        return region.Length == 2 && s_byRegionText.TryGetValue(region, out name!, out var plan) ? plan : null;
    }

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
