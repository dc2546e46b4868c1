using System.Globalization;
using AudienceTools.Core.Reading;
using AudienceTools.Core.Reading.Text;

namespace AudienceTools.Core.Columns;

/// <summary>Where the columns of rows with one header go.</summary>
/// <remarks>
/// All columns travel, but for those that a failure file has of its own, when it comes back mended; see <see cref="FailureMarks"/>.
/// Names are as they came, and unique, in any case where a service isn't known to tell case apart: a clash gets
/// <c>_2</c>, <c>_3</c>, … and a column whose name needs no change keeps it, unless a column of an earlier header has it; see
/// <see cref="TravellingNames"/>. An empty name becomes <c>Column3</c> by its position; such a
/// column travels in the rows that have a value there, in no other.
/// </remarks>
public sealed class ColumnPlan
{
    private readonly NamelessColumns _nameless;

    private ColumnPlan(int phoneIndex, int[] sourceIndexes, string[] targetNames, int[] nameless)
    {
        PhoneIndex = phoneIndex;
        SourceIndexes = sourceIndexes;
        TargetNames = targetNames;
        _nameless = new NamelessColumns(targetNames, nameless);
    }

    /// <summary>Where a row's phone number stands among its values.</summary>
    public int PhoneIndex { get; }

    /// <summary>Where the other columns that travel stand among a row's values.</summary>
    public IReadOnlyList<int> SourceIndexes { get; }

    /// <summary>The names that those columns travel under, in the order of <see cref="SourceIndexes"/>, nameless ones too.</summary>
    public IReadOnlyList<string> TargetNames { get; }

    /// <summary>The name under which <see cref="ColumnOptions.IdentifierColumn"/> travels; null where none is asked for.</summary>
    public string? IdentifierName { get; private init; }

    /// <summary>Whether the rows come from a failure file, whose cells are guarded against being taken for formulas.</summary>
    public bool IsFailureFile { get; private init; }

    /// <summary>What a name that would travel holds that can't be sent; null where all can.</summary>
    internal (string ReasonCode, string What)? UnsendableName { get; private init; }

    /// <summary>The columns that travel under a name that neither the source nor <see cref="ColumnOptions.ColumnMap"/> gave them, for one
    /// warning.</summary>
    public IReadOnlyList<(string From, string To)> Renamed { get; private init; } = [];

    /// <summary>The names that travel with a row's values, those of <see cref="TargetNames"/> but nameless ones without a value, whose
    /// places are taken out of the values too.</summary>
    /// <returns>One list for rows that have the same.</returns>
    internal IReadOnlyList<string> NamesOf(ref string?[] values) => _nameless.NamesOf(ref values);

    /// <summary>The columns without a name that are among some names, for one warning.</summary>
    internal IEnumerable<string> Nameless(IReadOnlyList<string> names) => _nameless.Among(names);

    /// <summary>Finds the phone column and names the others.</summary>
    /// <exception cref="AudienceException">
    /// There is no phone column, or several; a column that was named isn't there; or the header is data.
    /// </exception>
    public static ColumnPlan Create(RowHeader header, ColumnOptions options) => Create(header, options, new TravellingNames(options));

    /// <summary>The same, with the names that columns of earlier headers got.</summary>
    internal static ColumnPlan Create(RowHeader header, ColumnOptions options, TravellingNames travelling)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(options);
        var own = header.OwnColumns;
        var names = OriginalNames(header.Names, own);
        var wanted = names.ToArray();
        var advice = new HeaderAdvice(header, names, options);
        var mapped = Map(names, wanted, options, advice);
        var phone = options.PhoneColumn is null && header.PhoneIndex is { } known ? known : FindPhone(names, wanted, mapped, options, advice, own.Count > 0);
        var sources = Enumerable.Range(0, names.Count).Where(i => i != phone && !own.Contains(i)).ToArray();
        var targets = travelling.Of([.. sources.Select(i => Wanted(i, names[i], wanted[i], mapped[i], options))]);
        var renamed = sources.Zip(targets)
            .Where(c => wanted[c.First].Length > 0
                && !string.Equals(mapped[c.First] is not null ? wanted[c.First] : names[c.First], c.Second, StringComparison.Ordinal))
            .Select(c => (names[c.First], c.Second));
        return new ColumnPlan(phone, sources, targets, [.. Enumerable.Range(0, sources.Length).Where(i => wanted[sources[i]].Length == 0)])
        {
            Renamed = renamed.ToArray(),
            UnsendableName = targets.Select(UnsendableText.Find).FirstOrDefault(static found => found is not null),
            IdentifierName = Identifier(names, phone, sources, targets, options, advice),
            IsFailureFile = own.Count > 0,
        };
    }

    // Those of a failure file as they were in the file that it comes from, in their places, without the guard.
    private static IReadOnlyList<string> OriginalNames(IReadOnlyList<string> names, IReadOnlyList<int> own)
    {
        var count = names.Count;
        while (own.Contains(count - 1))
        {
            count--;
        }

        return own.Count == 0 ? names : [.. names.Take(count).Select(static name => FormulaGuard.Restore(name)!)];
    }

    private static string? Identifier(
        IReadOnlyList<string> names, int phone, int[] sources, string[] targets, ColumnOptions options, HeaderAdvice advice)
    {
        if (options.IdentifierColumn is not { } given)
        {
            return null;
        }

        var place = Find(names, given, "-IdentifierColumn", advice) is [var only] ? only : throw advice.Fault(
            AudienceErrorCode.UnknownColumn,
            $"-IdentifierColumn names several columns: '{given}'. Give columns of the same name different ones first.");
        return place == phone ? options.PhoneTarget : targets[Array.IndexOf(sources, place)];
    }

    // For each column the entry of the map that names it.
    private static string?[] Map(IReadOnlyList<string> names, string[] wanted, ColumnOptions options, HeaderAdvice advice)
    {
        var mapped = new string?[names.Count];
        foreach (var (from, to) in options.ColumnMap ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (string.IsNullOrWhiteSpace(to))
            {
                throw new AudienceException(AudienceErrorCode.InvalidColumnMap, $"-ColumnMap gives the column '{from}' an empty "
                    + "name. Give it a name, or leave it out.");
            }

            foreach (var i in Find(names, from, "-ColumnMap", advice))
            {
                wanted[i] = to.Trim();
                mapped[i] = from;
            }
        }

        return mapped;
    }

    private static int FindPhone(
        IReadOnlyList<string> names, string[] wanted, string?[] mapped, ColumnOptions options, HeaderAdvice advice, bool isFailureFile)
    {
        var all = Enumerable.Range(0, names.Count).ToArray();
        var candidates = options.PhoneColumn is { } given
            ? Find(names, given, "-PhoneColumn", advice)
            : all.Where(i => mapped[i] is not null && IsSame(wanted[i], options.PhoneTarget)).ToArray();
        if (candidates.Length == 0)
        {
            candidates = all.Where(i => PhoneColumnNames.IsKnown(wanted[i]) || IsSame(wanted[i], options.PhoneTarget)).ToArray();
        }

        if (candidates.Length == 0 && isFailureFile && names is [JsonRows.RawColumn])
        {
            throw new AudienceException(
                AudienceErrorCode.NoPhoneColumn, "The failure file holds what was no object of a JSON file, and no contact yet. Mend it in that file, and send that one.");
        }

        advice.ThrowIfNoHeader(candidates);
        return candidates.Length switch
        {
            1 => candidates[0],
            0 when all.Length == 1 && advice.MayBeLone => 0,
            0 => throw advice.NoPhoneColumn(),
            _ => throw advice.Fault(AudienceErrorCode.AmbiguousPhoneColumn, "several columns may hold the phone number: "
                + $"{ShownNames.List(candidates.Select(i => names[i]))}. Name the one to use with -PhoneColumn; columns of the same name need "
                + "different ones first."),
        };
    }

    private static int[] Find(IReadOnlyList<string> names, string name, string parameter, HeaderAdvice advice)
    {
        // To the letter where there is one, or else in any case and without the blanks around.
        var found = Places(exact => string.Equals(exact, name, StringComparison.Ordinal));
        found = found.Length > 0 ? found : Places(other => IsSame(other, name));
        found = found.Length > 0 ? found : Places(other => IsSame(other.Trim(), name.Trim()));
        if (found.Length == 0)
        {
            advice.ThrowIfNoNames();
            throw advice.Fault(AudienceErrorCode.UnknownColumn, $"{parameter} names a column that isn't there: '{name}'. "
                + $"There are: {ShownNames.List(names)}.");
        }

        return found;

        int[] Places(Func<string, bool> isSought) => [.. Enumerable.Range(0, names.Count).Where(i => isSought(names[i]))];
    }

    // A column of the map is the one that its entry means, a nameless one the one in its place, any other the one of its name.
    private static WantedName Wanted(int index, string source, string wanted, string? mapped, ColumnOptions options)
    {
        var lawful = MakeLawful(wanted, index, options);
        var owner = mapped is not null ? "map:" + mapped : source.Length == 0 ? "place:" + lawful : "name:" + source.Trim();
        return new(owner, source, lawful, string.Equals(lawful, wanted, StringComparison.Ordinal));
    }

    private static string MakeLawful(string name, int index, ColumnOptions options)
    {
        var bare = name.Trim();
        return name.Length == 0 ? ColumnNames.OfPlace(index)
            : options.NameRule == ColumnNameRule.Any ? IsSame(bare, options.PhoneTarget) ? bare : name
            : bare.Length == 0 ? ColumnNames.OfPlace(index)
            : string.Create(bare.Length, bare, static (span, bare) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = char.IsAsciiLetterOrDigit(bare[i]) ? bare[i] : '_';
                }
            });
    }

    private static bool IsSame(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
