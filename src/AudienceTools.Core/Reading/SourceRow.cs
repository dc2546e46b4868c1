using AudienceTools.Core.Columns;

namespace AudienceTools.Core.Reading;

/// <summary>The column names of rows; one instance is shared by all rows that have the same columns.</summary>
public sealed class RowHeader
{
    private int[]? _ownColumns;
    private int[] _doubtfulMarks = [];

    /// <summary>Makes a header.</summary>
    /// <param name="names">The names as they came, in their order: some may be empty, or there twice.</param>
    /// <param name="phoneIndex">The place of the phone column, where the source knows it; null to go by the names.</param>
    public RowHeader(IReadOnlyList<string> names, int? phoneIndex = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        Names = names;
        PhoneIndex = phoneIndex;
    }

    /// <summary>The name of the file that the rows come from; null for a pipeline.</summary>
    public string? Source { get; init; }

    /// <summary>The place of the phone column, where the source knows it, as members of an audience do.</summary>
    public int? PhoneIndex { get; }

    /// <summary>The header of the source, where a row has cells beyond its last column and this one is the wider for them.</summary>
    public RowHeader? Declared { get; init; }

    /// <summary>Where within the first object a list of objects stands, written as behind the object's name; null for none.</summary>
    public string? ListWithin { get; init; }

    /// <summary>Whether the names are properties of JSON, which stand in no line of their own.</summary>
    public bool IsJson { get; init; }

    /// <summary>The line of the file that has the names, as <see cref="SourceRow.RowNumber"/> counts; null where no line has them.</summary>
    public long? Row { get; init; }

    /// <summary>Whether the user gave the names for a file that has none.</summary>
    public bool IsGiven { get; init; }

    /// <summary>Whether the rows are texts by themselves, which stood in no column.</summary>
    public bool IsOfTexts { get; init; }

    /// <summary>Whether the user said which line has the names.</summary>
    public bool IsChosen { get; init; }

    /// <summary>Whether all of the line with the names stands in quotes, and is one cell by that.</summary>
    public bool IsQuotedWhole { get; init; }

    /// <summary>The names as they came, in their order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Where the columns stand that a failure file has of its own; by the names alone until the first row was seen.</summary>
    internal IReadOnlyList<int> OwnColumns => _ownColumns ?? FailureMarks.Find(Names, null);

    /// <summary>Lets the first row decide whether columns are a failure file's own, where names alone can't tell.</summary>
    internal void See(string?[] row) => _ownColumns ??= FailureMarks.Find(Names, row, out _doubtfulMarks);

    /// <summary>Where columns stand that are a failure file's or the user's own, which neither names nor the first row tell for sure.</summary>
    internal IReadOnlyList<int> DoubtfulMarks => _doubtfulMarks;

    /// <summary>A sentence about the columns as an error says it, with the file that they are of.</summary>
    internal string Said(string sentence) => Source is null ? char.ToUpperInvariant(sentence[0]) + sentence[1..] : $"'{Source}': {sentence}";

    /// <summary>The first lines below it, for an error that names the one that looks like the header; none where they aren't known.</summary>
    internal IReadOnlyList<LineBelow> Below { get; init; } = [];
}

/// <summary>Why a row can't be taken as it came.</summary>
/// <param name="ReasonCode">One of <see cref="RowReasons"/>.</param>
/// <param name="Reason">A sentence for people, without the contents of cells.</param>
public readonly record struct RowProblem(string ReasonCode, string Reason);

/// <summary>One row of input as it came.</summary>
/// <param name="RowNumber">
/// Where it stands for the user, the header being line 1: the first row of a file is 2, and lines with nothing in them count here although
/// they aren't rows. A record with line ends inside quotes is one line. In JSON Lines the line, in other JSON the place in the list, each
/// from 1.
/// </param>
/// <param name="Header">Its columns.</param>
/// <param name="Values">Its cells, which line up with the names of <paramref name="Header"/>; <see langword="null"/> where there is
/// none.</param>
/// <param name="Problem">Set if the row mustn't be taken, whatever its phone number.</param>
public readonly record struct SourceRow(long RowNumber, RowHeader Header, string?[] Values, RowProblem? Problem)
{
    /// <summary>Whether all cells are empty or hold nothing but blanks.</summary>
    public bool IsBlank => Problem is null && Array.TrueForAll(Values, string.IsNullOrWhiteSpace);
}

/// <summary>The reason codes that readers give to rows.</summary>
public static class RowReasons
{
    /// <summary>The row has more cells than the header has columns.</summary>
    public const string RaggedRow = "RaggedRow";

    /// <summary>The row is larger than what is read.</summary>
    public const string RowTooLarge = "RowTooLarge";

    /// <summary>A quote ends in the middle of a cell.</summary>
    public const string BadQuote = "BadQuote";

    /// <summary>A property of an object throws an error where it is read, or holds what isn't sent: a secret, or something without an end.</summary>
    public const string UnreadableProperty = "UnreadableProperty";

    /// <summary>A cell holds a spreadsheet's error, such as <c>#N/A</c>.</summary>
    public const string ErrorCell = "ErrorCell";

    /// <summary>A line of a JSON Lines file isn't JSON, or nests too deep.</summary>
    public const string InvalidJson = "InvalidJson";

    /// <summary>In a list of objects stands something else.</summary>
    public const string NotAnObject = "NotAnObject";

    /// <summary>An object has two properties of one name.</summary>
    public const string DoubledProperty = "DoubledProperty";

    /// <summary>A text holds half of a surrogate pair.</summary>
    public const string HalfCharacter = "HalfCharacter";

    /// <summary>A text holds U+0000.</summary>
    public const string NulCharacter = "NulCharacter";
}
