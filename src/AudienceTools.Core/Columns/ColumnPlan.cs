using System.Globalization;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Columns;

/// <summary>Where the columns of rows with one header go.</summary>
/// <remarks>
/// All columns travel, but for those that a failure file has of its own, when it comes back mended; see <see cref="FailureMarks"/>.
/// Names are unique in any case, as properties of PowerShell objects are: a clash gets <c>_2</c>, <c>_3</c>, … and a
/// column whose name needs no change keeps it. An empty name becomes <c>Column3</c> by its position, and blanks around names come off.
/// </remarks>
public sealed class ColumnPlan
{
    private ColumnPlan(int phoneIndex, int[] sourceIndexes, string[] targetNames, (string From, string To)[] renamed)
    {
        PhoneIndex = phoneIndex;
        SourceIndexes = sourceIndexes;
        TargetNames = targetNames;
        Renamed = renamed;
    }

    /// <summary>Where a row's phone number stands among its values.</summary>
    public int PhoneIndex { get; }

    /// <summary>Where the other columns that travel stand among a row's values.</summary>
    public IReadOnlyList<int> SourceIndexes { get; }

    /// <summary>The names that those columns travel under, in the order of <see cref="SourceIndexes"/>.</summary>
    public IReadOnlyList<string> TargetNames { get; }

    /// <summary>The name under which <see cref="ColumnOptions.IdentifierColumn"/> travels; null where none is asked for.</summary>
    public string? IdentifierName { get; private init; }

    /// <summary>Whether the rows come from a failure file, whose cells are guarded against being taken for formulas.</summary>
    public bool IsFailureFile { get; private init; }

    /// <summary>The columns that travel under a name that neither the source nor <see cref="ColumnOptions.ColumnMap"/> gave them, for one
    /// warning.</summary>
    public IReadOnlyList<(string From, string To)> Renamed { get; }

    /// <summary>Finds the phone column and names the others.</summary>
    /// <exception cref="AudienceException">
    /// There is no phone column, or several; a column that was named isn't there; or the header is data.
    /// </exception>
    public static ColumnPlan Create(RowHeader header, ColumnOptions options)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(options);
        var own = header.OwnColumns;
        var names = OriginalNames(header.Names, own);
        var wanted = names.Select(name => name.Trim()).ToArray();
        var mapped = Map(names, wanted, options);
        var phone = options.PhoneColumn is null && header.PhoneIndex is { } known ? known : FindPhone(names, wanted, mapped, options);
        var sources = Enumerable.Range(0, names.Count).Where(i => i != phone && !own.Contains(i)).ToArray();
        var targets = NameColumns(sources, wanted, options);
        var renamed = sources.Zip(targets)
            .Where(c => !string.Equals(mapped[c.First] ? wanted[c.First] : names[c.First], c.Second, StringComparison.Ordinal))
            .Select(c => (names[c.First], c.Second));
        return new ColumnPlan(phone, sources, targets, renamed.ToArray())
        {
            IdentifierName = Identifier(names, phone, sources, targets, options),
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
        IReadOnlyList<string> names, int phone, int[] sources, string[] targets, ColumnOptions options)
    {
        if (options.IdentifierColumn is not { } given)
        {
            return null;
        }

        var place = Find(names, given, "-IdentifierColumn") is [var only] ? only : throw new AudienceException(
            AudienceErrorCode.UnknownColumn,
            $"-IdentifierColumn names several columns: '{given}'. Give columns of the same name different ones first.");
        return place == phone ? options.PhoneTarget : targets[Array.IndexOf(sources, place)];
    }

    private static bool[] Map(IReadOnlyList<string> names, string[] wanted, ColumnOptions options)
    {
        var mapped = new bool[names.Count];
        foreach (var (from, to) in options.ColumnMap ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (string.IsNullOrWhiteSpace(to))
            {
                throw new AudienceException(AudienceErrorCode.InvalidColumnMap, $"-ColumnMap gives the column '{from}' an empty "
                    + "name. Give it a name, or leave it out.");
            }

            foreach (var i in Find(names, from, "-ColumnMap"))
            {
                wanted[i] = to.Trim();
                mapped[i] = true;
            }
        }

        return mapped;
    }

    private static int FindPhone(IReadOnlyList<string> names, string[] wanted, bool[] mapped, ColumnOptions options)
    {
        var all = Enumerable.Range(0, names.Count).ToArray();
        var candidates = options.PhoneColumn is { } given
            ? Find(names, given, "-PhoneColumn")
            : all.Where(i => mapped[i] && IsSame(wanted[i], options.PhoneTarget)).ToArray();
        if (candidates.Length == 0)
        {
            candidates = all.Where(i => PhoneColumnNames.IsKnown(wanted[i]) || IsSame(wanted[i], options.PhoneTarget)).ToArray();
        }

        if (candidates.Length == 0)
        {
            ThrowIfData(names);
            candidates = all.Length == 1 ? all : candidates;
        }

        return candidates.Length switch
        {
            1 => candidates[0],
            0 => throw new AudienceException(AudienceErrorCode.NoPhoneColumn, "No column has a name that is known for phone "
                + $"numbers. There are: {List(names)}. Name the column with -PhoneColumn."),
            _ => throw new AudienceException(AudienceErrorCode.AmbiguousPhoneColumn, "Several columns may hold the phone number: "
                + $"{List(candidates.Select(i => names[i]))}. Name the one to use with -PhoneColumn; columns of the same name need "
                + "different ones first."),
        };
    }

    private static int[] Find(IReadOnlyList<string> names, string name, string parameter)
    {
        var found = Enumerable.Range(0, names.Count).Where(i => IsSame(names[i].Trim(), name.Trim())).ToArray();
        if (found.Length == 0)
        {
            ThrowIfData(names);
            throw new AudienceException(AudienceErrorCode.UnknownColumn, $"{parameter} names a column that isn't there: '{name}'. "
                + $"There are: {List(names)}.");
        }

        return found;
    }

    // Before a message lists the names: without a header they are somebody's data, and the first row would be lost.
    private static void ThrowIfData(IReadOnlyList<string> names)
    {
        if (names.Any(PhoneColumnNames.IsData))
        {
            throw new AudienceException(AudienceErrorCode.MissingHeader, "The first line holds a phone number where names of "
                + "columns should stand. Add a first line with names, such as: phone");
        }
    }

    private static string[] NameColumns(int[] sources, string[] wanted, ColumnOptions options)
    {
        var lawful = sources.Select(i => MakeLawful(wanted[i], i, options.NameRule)).ToArray();
        return ColumnNames.MakeUnique(
            lawful, i => string.Equals(lawful[i], wanted[sources[i]], StringComparison.Ordinal), options.PhoneTarget);
    }

    private static string MakeLawful(string name, int index, ColumnNameRule rule) =>
        name.Length == 0 ? ColumnNames.OfPlace(index)
        : rule == ColumnNameRule.Any ? name
        : string.Create(name.Length, name, static (span, name) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsAsciiLetterOrDigit(name[i]) ? name[i] : '_';
            }
        });

    private static bool IsSame(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name.Trim()}'"));
}
