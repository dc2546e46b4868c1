using AudienceTools.Core.Columns;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Import.Accounting;
using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Import;

/// <summary>Reads the phone number of a row, as a number of the row's own country where a column names it.</summary>
internal sealed class RowNumbers
{
    private readonly ImportOptions _options;
    private readonly string? _columnWithoutPlus;
    private int? _countryIndex;
    private int[] _otherCountries = [];

    public RowNumbers(ImportOptions options, ServiceDialect dialect)
    {
        _options = options;
        _columnWithoutPlus = dialect.WritesNoPlus && options is { DefaultCountry: null, CountryCodeColumn: null } ? dialect.PhoneColumn : null;
    }

    /// <summary>Gets ready for rows with these columns.</summary>
    /// <exception cref="AudienceException">
    /// The column of countries isn't there; or there is one by its name that was not asked for, while one country is given for all rows.
    /// </exception>
    public void Use(RowHeader header, ColumnPlan plan)
    {
        if (_options.CountryCodeColumn is { } given)
        {
            _countryIndex = Find(header, plan, given);
        }
        else if (_options.DefaultCountry is { } country
            && header.Names.Where((name, place) => place != plan.PhoneIndex && CountryColumnNames.IsKnown(name)).FirstOrDefault() is { } column)
        {
            throw new AudienceException(
                AudienceErrorCode.CountryCodeColumnNotUsed,
                header.Said($"the column '{column.Trim()}' seems to hold each row's country, and -DefaultCountryCode would read all rows as numbers of {country}. "
                    + $"Use -CountryCodeColumn '{column.Trim()}', with -DefaultCountryCode for the rows where it is empty; or leave the column out."));
        }
        else if (_options.DefaultCountry is not null)
        {
            _otherCountries = [.. Enumerable.Range(0, header.Names.Count).Where(i => i != plan.PhoneIndex && CountryColumnNames.MayBe(header.Names[i]))];
        }
    }

    /// <summary>Reads a row's number.</summary>
    /// <param name="row">The row.</param>
    /// <param name="plan">Its columns.</param>
    /// <param name="input">The cell of the number.</param>
    /// <param name="number">The number where the result is null.</param>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public RowProblem? Read(in SourceRow row, ColumnPlan plan, string? input, out PhoneNumber number)
    {
        number = default;
        var column = row.Header.Names[plan.PhoneIndex];
        if (NestedNumber.Unwrap(input, column, out var text) is { } reason)
        {
            return new(nameof(PhoneNumberProblem.NotANumber), reason);
        }

        var country = _options.DefaultCountry;
        if (_countryIndex is { } index && row.Values[index] is { } cell && !string.IsNullOrWhiteSpace(cell))
        {
            if (!TryReadCountry(cell, plan, out var own))
            {
                return new(
                    nameof(AudienceErrorCode.UnknownCountryCode),
                    $"The column '{row.Header.Names[index].Trim()}' holds neither a country calling code nor a region in this row. "
                    + "Write one such as 44 or GB.");
            }

            country = own;
        }

        var problem = PhoneNumber.TryParse(text, country, out number);
        if (problem == PhoneNumberProblem.MissingPlus && IsWithoutPlus(column, text)
            && PhoneNumber.TryParse("+" + text!.Trim(), country, out var whole) == PhoneNumberProblem.None)
        {
            number = whole;
            return null;
        }

        if (problem != PhoneNumberProblem.None)
        {
            return new(problem.ToString(), problem == PhoneNumberProblem.NotANumber && row.Header.IsOfTexts && UnreadableText.IsLine(text)
                ? UnreadableText.Line
                : PhoneNumberProblems.Describe(problem, text, country));
        }

        return ColumnOfOtherCountry(row, plan, text, number) is not { } other ? null : new(
            ReasonCodes.OtherCountry,
            $"The column '{other}' has another country in this row than -DefaultCountryCode, and the number has no calling code. "
            + $"Use -CountryCodeColumn '{other}', or write the number as +, calling code, number.");
    }

    // Such a column may hold anything, and its country needn't be the number's: it counts where the country given for all rows was made
    // use of.
    private string? ColumnOfOtherCountry(in SourceRow row, ColumnPlan plan, string? text, PhoneNumber number)
    {
        foreach (var i in _otherCountries)
        {
            if (row.Values[i] is { } cell && TryReadCountry(cell, plan, out var own) && own.Value != _options.DefaultCountry!.Value.Value
                && PhoneNumber.TryParse(text, null, out _) != PhoneNumberProblem.None
                && number.ToDigits().StartsWith(_options.DefaultCountry.Value.ToString()[1..], StringComparison.Ordinal))
            {
                return row.Header.Names[i].Trim();
            }
        }

        return null;
    }

    // 44.0 is what data tools make of a column of numbers with gaps.
    private static bool TryReadCountry(string cell, ColumnPlan plan, out CountryCode country)
    {
        var text = (plan.IsFailureFile ? FormulaGuard.Restore(cell) : cell).AsSpan().Trim();
        return CountryCode.TryParse(text is [.., >= '0' and <= '9', '.', '0'] ? text[..^2] : text, out country);
    }

    private static int Find(RowHeader header, ColumnPlan plan, string given)
    {
        var names = header.Names.Select(name => (plan.IsFailureFile ? FormulaGuard.Restore(name)! : name).Trim()).ToList();
        var found = Enumerable.Range(0, names.Count).Where(i => string.Equals(names[i], given.Trim(), StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new AudienceException(
                AudienceErrorCode.UnknownColumn,
                header.Said($"-CountryCodeColumn names a column that isn't there: '{given}'. There are: {ShownNames.List(names)}.")),
            _ => throw new AudienceException(
                AudienceErrorCode.UnknownColumn,
                header.Said($"-CountryCodeColumn names several columns: '{given}'. Give columns of the same name different ones first.")),
        };
    }

    // A file that was made for a service as its documents want it is no guess.
    private bool IsWithoutPlus(string column, string? input) =>
        string.Equals(column, _columnWithoutPlus, StringComparison.Ordinal) && input.AsSpan().Trim().ContainsAnyExceptInRange('0', '9') is false;
}
