namespace AudienceTools.Core.PhoneNumbers;

/// <summary>Why a text isn't taken as a phone number. The names are the reason codes that users see.</summary>
public enum PhoneNumberProblem
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>Nothing is there but blanks and invisible characters.</summary>
    Empty,

    /// <summary>Words, an extension, a formula, several numbers, or something else than digits and what may part them.</summary>
    NotANumber,

    /// <summary>A spreadsheet's <c>9.16E+11</c>. Refused even where it could be read: digits may be gone.</summary>
    ScientificNotation,

    /// <summary>A decimal number such as <c>919876543210.0</c>, as data tools write a column of numbers with gaps.</summary>
    DecimalNumber,

    /// <summary>A date such as <c>2026-01-31</c> or <c>31.01.2026</c>, as spreadsheets make of short numbers; its digits could pass for a
    /// number.</summary>
    Date,

    /// <summary>
    /// Neither <c>+</c> nor <c>00</c> begins it, so the country isn't known. With a default country: the digits may begin with that
    /// country's calling code already, and read as a national number they would be another number.
    /// </summary>
    MissingPlus,

    /// <summary>
    /// A 0 that belongs to the number is gone. Told only where a country's numbers do begin with 0 (Italy, Côte d'Ivoire, …) and the number
    /// as it stands is impossible there. A lost trunk prefix, as in Britain, loses nothing: the number is complete without it.
    /// </summary>
    LostLeadingZero,

    /// <summary>A trunk prefix, the 0 that is dialled inside a country only, stands where that country has none, or after the calling
    /// code; or another digit with which none of its numbers begins.</summary>
    TrunkPrefix,

    /// <summary>A prefix at the beginning can be read in two ways, and both give a valid number.</summary>
    AmbiguousPrefix,

    /// <summary>A digit that stands alone in brackets may belong to the number or not, as in <c>+229 (0)…</c>.</summary>
    AmbiguousBracket,

    /// <summary>Behind the calling code, or behind the trunk prefix, the country's calling code stands once more, and the number is valid
    /// without it and not with it.</summary>
    RepeatedCallingCode,

    /// <summary>What is dialled to call abroad stands at the beginning, and no valid number behind it.</summary>
    InvalidAbroad,

    /// <summary>The 1 after <c>+52</c> that Mexican mobiles had until 2019.</summary>
    FormerMobilePrefix,

    /// <summary>No number of that country is so in the form that is dialled inside it.</summary>
    UnknownAreaCode,

    /// <summary>Fewer digits than any number of that country has, or than E.164's practical minimum of 7.</summary>
    TooShort,

    /// <summary>More digits than any number of that country has, or than the 15 of ITU-T E.164.</summary>
    TooLong,

    /// <summary>No country has the digits after the plus as its calling code.</summary>
    UnknownCallingCode,
}

/// <summary>Sentences for people about <see cref="PhoneNumberProblem"/>.</summary>
public static class PhoneNumberProblems
{
    private const string MissingPlusInCountry = "The digits may begin with a calling code already, and have no +. Put a + before them; or, if they are "
        + "a national number, write it as +, calling code, number.";

    /// <summary>All sentences but those that have a number in them.</summary>
    internal static IEnumerable<string> Sentences => Enum.GetValues<PhoneNumberProblem>().Where(static problem => problem != PhoneNumberProblem.None)
        .Select(Describe).Append(MissingPlusInCountry).Concat(UnreadableText.Sentences);

    /// <summary>What is wrong with a cell and what to do about it, in one or two sentences; for the row alone, since the number to write
    /// instead may be in it.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="text">The cell.</param>
    /// <param name="country">The country whose numbers were read; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="problem"/> isn't a problem.</exception>
    public static string Describe(PhoneNumberProblem problem, ReadOnlySpan<char> text, CountryCode? country = null) => problem switch
    {
        PhoneNumberProblem.MissingPlus when country is not null => MissingPlusInCountry,
        PhoneNumberProblem.NotANumber => UnreadableText.Describe(text),
        PhoneNumberProblem.FormerMobilePrefix => FormerMobile.Describe(text),
        _ => null,
    } ?? Describe(problem);

    /// <summary>What is wrong and what to do about it, in one or two sentences, without the number itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="problem"/> isn't a problem.</exception>
    public static string Describe(PhoneNumberProblem problem) => problem switch
    {
        PhoneNumberProblem.Empty => "There is no phone number.",
        PhoneNumberProblem.NotANumber => "This isn't one phone number: only digits, a leading +, blanks, dashes, dots, brackets and one slash "
            + "behind an area code may stand in it. Remove letters and extensions, and give each number a row of its own.",
        PhoneNumberProblem.ScientificNotation => "A spreadsheet has turned the number into scientific notation, and digits may be gone. "
            + "Format the column as text and enter the number again from its source.",
        PhoneNumberProblem.DecimalNumber => "The number is written as a decimal number. Export the column as text, without decimal places.",
        PhoneNumberProblem.Date => "This is a date. If a spreadsheet made it from a phone number, format the column as text and enter "
            + "the number again from its source.",
        PhoneNumberProblem.MissingPlus => "The number has no + with a calling code. Write it as +, calling code, number; or, if it is a "
            + "national number, use -DefaultCountryCode.",
        PhoneNumberProblem.LostLeadingZero => "A 0 at the beginning of the national number is gone, as happens when a spreadsheet takes "
            + "it for a number. Format the column as text and enter the number again with its 0.",
        PhoneNumberProblem.TrunkPrefix => "No number of that country begins with this digit. It is a trunk prefix where none belongs (a digit "
            + "such as 0 that is dialled inside a country only), or the area code is wrong. Write the number as it is dialled from abroad.",
        PhoneNumberProblem.AmbiguousPrefix => "The digits at the beginning can be a prefix that is dialled or a part of the number, and both "
            + "give a valid number. Write the number as +, calling code, number.",
        PhoneNumberProblem.AmbiguousBracket => "The digit in brackets may belong to the number or not. Write the number without brackets, as it "
            + "is dialled from abroad.",
        PhoneNumberProblem.RepeatedCallingCode => "The country's calling code is in the number once more than it should be: behind the calling "
            + "code itself, or behind a prefix such as 0. Write + and the calling code once, then the rest of the number.",
        PhoneNumberProblem.InvalidAbroad => "The number begins with what is dialled in its country to call abroad, and what follows isn't a valid "
            + "number. Check its digits, and write + for the prefix.",
        PhoneNumberProblem.FormerMobilePrefix => FormerMobile.Sentence + " and the ten digits behind the 1.",
        PhoneNumberProblem.UnknownAreaCode => "No number of that country begins with these digits. Check the area code.",
        PhoneNumberProblem.TooShort => "The number has too few digits for its country. Digits are missing.",
        PhoneNumberProblem.TooLong => "The number has too many digits for its country. Check for an extra calling code, an extension or "
            + "a second number; a foreign number needs its +.",
        PhoneNumberProblem.UnknownCallingCode => "No country has this calling code. Check the digits after the +.",
        _ => throw new ArgumentOutOfRangeException(nameof(problem)),
    };
}
