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
    private const int MostTold = 20;
    private readonly ColumnOptions _columns;
    private readonly TravellingNames _travelling;
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
        _travelling = new TravellingNames(_columns);
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

        if (plan.UnsendableName is { } name)
        {
            return Unsendable(row, input, plan, name.ReasonCode, $"The name of a column holds {name.What}, which can't be sent. Give it another one.");
        }

        var values = new string?[plan.SourceIndexes.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Cell(plan, row.Values[plan.SourceIndexes[i]]);
            if (UnsendableText.Find(values[i]) is { } cell)
            {
                return Unsendable(row, input, plan, cell.ReasonCode, $"The column {ShownNames.Of(plan.TargetNames[i])} holds {cell.What}, which can't be sent.");
            }
        }

        TellOfGuards(row.Header, plan, values);

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

    private static PreparedRow Unsendable(in SourceRow row, string? input, ColumnPlan plan, string reasonCode, string reason) =>
        new(row, input, AudienceContactState.Invalid, null, reasonCode, reason) { PhoneIndex = plan.PhoneIndex };

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
            return ColumnPlan.Create(header, _columns, _travelling);
        }
        catch (AudienceException exception) when (exception.Code is AudienceErrorCode.NoPhoneColumn or AudienceErrorCode.MissingHeader && header.IsJson)
        {
            throw new AudienceException(
                AudienceErrorCode.NoPhoneColumn,
                $"'{header.Source}' is JSON, and an object in it has no property that is known for phone numbers. There are: {ShownNames.List(header.Names)}. "
                    + "Name the one with the numbers with -PhoneColumn; if the contacts are within, write them anew as a list of objects.",
                exception);
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
            TellOfMarks(header, plan);
        }

        return _plan;
    }

    private void Tell(IEnumerable<(string From, string To)> renamed)
    {
        var news = renamed.Where(name => _told.Add(name.From + "\n" + name.To)).ToList();
        if (news.Count > 0)
        {
            _warn("Columns travel under other names: " + string.Join(", ", news.Take(MostTold).Select(static name => $"{ShownNames.Of(name.From)} as {ShownNames.Of(name.To)}"))
                + (news.Count > MostTold ? FormattableString.Invariant($" and {news.Count - MostTold} more") : "") + ".");
        }
    }

    // Columns that stay behind may be missed.
    private void TellOfMarks(RowHeader header, ColumnPlan plan)
    {
        if (plan.IsFailureFile && header.DoubtfulMarks.Count > 0)
        {
            WarnOnce($"The columns {NamesOf(header)} are taken for those that a failure file has of its own, and aren't sent. If they are yours, give them other names.");
        }
    }

    // A failure file of which too little is left to tell.
    private void TellOfGuards(RowHeader header, ColumnPlan plan, string?[] values)
    {
        if (!plan.IsFailureFile && header.DoubtfulMarks.Count > 0 && Array.Exists(values, FormulaGuard.IsGuarded))
        {
            WarnOnce($"Cells have an apostrophe before a sign such as = or -, as in a failure file, and of its columns there is {NamesOf(header)}. Both are sent as they are. "
                + "If it is a failure file, put RowNumber, ReasonCode and Reason back, or take out the apostrophes and what is left of these columns.");
        }
    }

    private static string NamesOf(RowHeader header) => ShownNames.List(header.DoubtfulMarks.Select(place => header.Names[place]));

    private void WarnOnce(string message)
    {
        if (_told.Add(message))
        {
            _warn(message);
        }
    }
}
