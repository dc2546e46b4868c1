using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using AudienceTools.Core.Import.Accounting;
using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Columns;

/// <summary>
/// The columns that a failure file has of its own: <c>RowNumber, ReasonCode, Reason</c>, or <c>RowNumber_2</c> and so on where the input
/// has columns of these names. They stay behind when the file comes back, wherever a spreadsheet has moved them.
/// </summary>
/// <remarks>
/// A user's own table may have a column of such a name, and that travels. So all three, or the first two, are known by their names where the
/// first row doesn't speak against it. Where others are left, the first row must have one of this module's own codes or sentences
/// there. A lone <c>RowNumber</c> is the user's.
/// </remarks>
internal static class FailureMarks
{
    private const int RowNumber = 0;
    private const int ReasonCode = 1;
    private const int Reason = 2;
    private static readonly string[] s_names = [nameof(RowNumber), nameof(ReasonCode), nameof(Reason)];

    private static readonly FrozenSet<string> s_codes = new[] { typeof(RowReasons), typeof(ReasonCodes) }
        .SelectMany(static type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Select(static field => (string)field.GetRawConstantValue()!)
        .Concat(Enum.GetNames<PhoneNumberProblem>().Where(static problem => problem != nameof(PhoneNumberProblem.None)))
        .Concat(Enum.GetNames<AudienceErrorCode>())
        .Concat(["Rejected", "ImportFailed"])
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_sentences = PhoneNumberProblems.Sentences.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Where they stand; nowhere where the rows come from no failure file.</summary>
    /// <param name="names">The names of the columns.</param>
    /// <param name="row">The cells of the first row; null to go by the names alone.</param>
    public static int[] Find(IReadOnlyList<string> names, string?[]? row) => Find(names, row, out _);

    /// <summary>The same, and which columns of such names are a failure file's or a user's, which can't be told for sure.</summary>
    public static int[] Find(IReadOnlyList<string> names, string?[]? row, out int[] doubtful)
    {
        doubtful = [];
        foreach (var places in Candidates(names))
        {
            int[] found = [.. places.OfType<int>().Order()];
            if (found.Length < names.Count && IsOurs(places, row))
            {
                doubtful = IsForeign(places, row) ? found : [];
                return found;
            }

            doubtful = [.. doubtful, .. found];
        }

        return [];
    }

    /// <summary>Whether all three are there, or nothing but they: a file that another failure file may replace.</summary>
    public static bool AreAllIn(IReadOnlyList<string> names) =>
        names.SequenceEqual(s_names, StringComparer.Ordinal) || Find(names, null).Length == s_names.Length;

    /// <summary>What a failure file calls the three, where its other columns have these names.</summary>
    public static string[] NamesBeside(IReadOnlyList<string> names)
    {
        var three = s_names;
        var taken = names.Select(static name => name.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        for (var n = 2; three.Any(taken.Contains); n++)
        {
            three = [.. s_names.Select(own => $"{own}_{n}")];
        }

        return three;
    }

    // By their numbers, the highest first: where the input had columns of these names, the failure file's own have a higher one. A name
    // that is there twice isn't one that a failure file has.
    private static IEnumerable<int?[]> Candidates(IReadOnlyList<string> names)
    {
        var found = new SortedDictionary<int, int?[]>(Comparer<int>.Create(static (a, b) => b.CompareTo(a)));
        for (var i = 0; i < names.Count; i++)
        {
            if (TryRead(names[i].AsSpan().Trim(), out var which, out var number))
            {
                var places = found.TryGetValue(number, out var known) ? known : found[number] = new int?[s_names.Length];
                places[which] = places[which] is null ? i : -1;
            }
        }

        return found.Values.Where(static places => !places.Contains(-1));
    }

    private static bool TryRead(ReadOnlySpan<char> name, out int which, out int number)
    {
        var bare = name.IndexOf('_') is var end and >= 0 ? name[..end] : name;
        (which, number) = (0, 1);
        while (which < s_names.Length && !bare.Equals(s_names[which], StringComparison.OrdinalIgnoreCase))
        {
            which++;
        }

        return which < s_names.Length && (bare.Length == name.Length
            || (int.TryParse(name[(bare.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 1));
    }

    private static bool IsOurs(int?[] places, string?[]? row) => places switch
    {
        [not null, not null, _] when row is null => true,
        [{ } number, { } code, { } reason] => (IsWholeNumber(row[number]) && IsCode(row[code])) || IsSentence(row[reason]) || IsKnown(row[code]),
        [{ } number, { } code, null] => IsWholeNumber(row[number]) && (string.IsNullOrEmpty(row[code]) || row[code]!.All(char.IsAsciiLetter)),
        _ when row is null => false,
        _ => (places[ReasonCode] is { } code && IsKnown(row[code])) || (places[Reason] is { } reason && IsSentence(row[reason])),
    };

    // A code that none of this module's parts gives may be a service's, or a user's own.
    private static bool IsForeign(int?[] places, string?[]? row) =>
        row is not null && places[ReasonCode] is { } code && !string.IsNullOrEmpty(row[code]) && !IsKnown(row[code]);

    private static bool IsWholeNumber(string? cell) => string.IsNullOrEmpty(cell) || cell.All(char.IsAsciiDigit);

    // As services write theirs, such as INVALID_NUMBER.
    private static bool IsCode(string? cell) => string.IsNullOrEmpty(cell) || cell.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    private static bool IsKnown(string? cell) => cell is not null && s_codes.Contains(cell);

    private static bool IsSentence(string? text) =>
        text is not null && (s_sentences.Contains(text) || text.StartsWith(FormerMobile.Sentence, StringComparison.Ordinal));
}
