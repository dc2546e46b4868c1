using System.Buffers;
using System.Text;
using AudienceTools.Core.Columns;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Import.Accounting;
using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Import;

/// <summary>
/// Maps columns, reads the phone number, checks and drops doubles: all that happens to a row before it is sent, and the same for a
/// check that sends nothing. Of rows with one number the first wins.
/// </summary>
internal sealed class ContactPreparer
{
    private readonly ColumnOptions _columns;
    private readonly RowNumbers _numbers;
    private readonly PhoneNumberSet _seen = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly Action<string> _warn;
    private RowHeader? _header;
    private ColumnPlan? _plan;
    private IReadOnlyList<string>? _names;

    public ContactPreparer(ImportOptions options, ServiceDialect dialect, string phoneColumn, Action<string> warn)
    {
        _columns = new ColumnOptions
        {
            PhoneColumn = options.PhoneColumn,
            ColumnMap = options.ColumnMap,
            IdentifierColumn = options.IdentifierColumn,
            NameRule = dialect.Limits.PlainColumnNames ? ColumnNameRule.LettersDigitsUnderscore : ColumnNameRule.Any,
            NamesHaveCase = dialect.Limits.NamesHaveCase,
            PhoneTarget = phoneColumn,
        };
        _numbers = new RowNumbers(options, dialect);
        _warn = warn;
    }

    /// <summary>Checks a row.</summary>
    /// <exception cref="AudienceException">The row's columns can't be read as contacts: none or several hold numbers.</exception>
    public PreparedRow Prepare(in SourceRow row)
    {
        row.Header.See(row.Values);
        if (row.Problem is { } problem)
        {
            var known = KnownPlan(row.Header.Declared ?? row.Header);
            return new(
                row,
                known is null ? null : Cell(known, row.Values[known.PhoneIndex]),
                AudienceContactState.Invalid,
                null,
                problem.ReasonCode,
                problem.Reason)
            {
                PhoneIndex = known?.PhoneIndex,
            };
        }

        if (Array.TrueForAll(row.Values, string.IsNullOrWhiteSpace))
        {
            return new(row, null, AudienceContactState.Blank, null, ReasonCodes.Blank, "The row is empty.");
        }

        ColumnPlan plan;
        try
        {
            plan = PlanFor(row.Header);
        }
        catch (AudienceException exception) when (_plan is not null)
        {
            // Rows before had columns that fit, so this one is the odd one out.
            return new(row, null, AudienceContactState.Invalid, null, exception.Code.ToString(), exception.Message);
        }

        var input = Cell(plan, row.Values[plan.PhoneIndex]);
        if (_numbers.Read(row, plan, input, out var number) is { } trouble)
        {
            return new(row, input, AudienceContactState.Invalid, null, trouble.ReasonCode, trouble.Reason) { PhoneIndex = plan.PhoneIndex };
        }

        var values = new string?[plan.SourceIndexes.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Cell(plan, row.Values[plan.SourceIndexes[i]]);
            if (HasHalfCharacter(values[i]))
            {
                return new(
                    row,
                    input,
                    AudienceContactState.Invalid,
                    null,
                    ReasonCodes.HalfCharacter,
                    $"The column '{plan.TargetNames[i]}' holds half of a character, such as a part of an emoji, which can't be sent.")
                {
                    PhoneIndex = plan.PhoneIndex,
                };
            }
        }

        var text = number.ToString();
        if (!_seen.Add(number))
        {
            return new(
                row,
                input,
                AudienceContactState.DuplicateInInput,
                new Contact(text, [], []),
                ReasonCodes.DuplicateInInput,
                "The same number stands in an earlier row, which was taken.");
        }

        var names = plan.NamesOf(ref values);
        if (!ReferenceEquals(names, _names))
        {
            Tell(plan.Nameless(names).Select(static name => ("", name)));
            _names = names;
        }

        return new(row, input, AudienceContactState.Valid, new Contact(text, names, values))
        {
            PhoneIndex = plan.PhoneIndex, IdentifierColumn = plan.IdentifierName,
        };
    }

    /// <summary>Looks at a file's header before its rows come.</summary>
    /// <exception cref="AudienceException">It is no header of contacts.</exception>
    public void Check(RowHeader header)
    {
        if (header.Below is [var first, ..])
        {
            var cells = new string?[header.Names.Count];
            first.Cells.Take(cells.Length).ToArray().CopyTo(cells, 0);
            header.See(cells);
        }
        else if (header.Names.SequenceEqual(FailureMarks.NamesBeside([]), StringComparer.OrdinalIgnoreCase))
        {
            // A failure file without failures is a list of nobody.
            return;
        }

        _numbers.Use(header, ColumnPlan.Create(header, _columns));
    }

    // JSON and UTF-8 would put a replacement character in its place without a word.
    private static bool HasHalfCharacter(string? text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAnyInRange('\ud800', '\udfff') is var at and >= 0)
        {
            if (Rune.DecodeFromUtf16(rest[at..], out _, out var length) != OperationStatus.Done)
            {
                return true;
            }

            rest = rest[(at + length)..];
        }

        return false;
    }

    private static string? Cell(ColumnPlan plan, string? cell) => plan.IsFailureFile ? FormulaGuard.Restore(cell) : cell;

    // The header of a file has been looked at; whether an object's properties do is told by one that could be used.
    private ColumnPlan? KnownPlan(RowHeader header)
    {
        try
        {
            return PlanFor(header);
        }
        catch (AudienceException)
        {
            return null;
        }
    }

    private ColumnPlan Plan(RowHeader header)
    {
        try
        {
            return ColumnPlan.Create(header, _columns);
        }
        catch (AudienceException exception) when (exception.Code == AudienceErrorCode.NoPhoneColumn && header.ListWithin is { } list)
        {
            throw new AudienceException(
                exception.Code, $"{exception.Message} The contacts seem to be the objects in '{list}': pipe (…).{list} instead of the whole.", exception);
        }
    }

    private ColumnPlan PlanFor(RowHeader header)
    {
        if (_plan is null || !ReferenceEquals(header, _header))
        {
            var plan = Plan(header);
            _numbers.Use(header, plan);
            _plan = plan;
            _header = header;
            Tell(_plan.Renamed);
        }

        return _plan;
    }

    private void Tell(IEnumerable<(string From, string To)> renamed)
    {
        var news = renamed.Where(name => _told.Add(name.From + "\n" + name.To)).ToList();
        if (news.Count > 0)
        {
            _warn("Columns travel under other names: " + string.Join(", ", news.Select(static name => $"'{name.From}' as '{name.To}'")) + ".");
        }
    }
}
