namespace AudienceTools.Core.Reading.Workbooks.Formats;

/// <summary>What a piece of a number format stands for (ECMA-376 part 1, 18.8.31).</summary>
internal enum FormatKind
{
    /// <summary>A text that is shown as it is.</summary>
    Literal,

    /// <summary><c>0</c>: a digit, or a zero where there is none.</summary>
    Zero,

    /// <summary><c>#</c>, or <c>?</c>, which Excel makes a blank where there is no digit: here both are nothing then.</summary>
    Digit,

    /// <summary><c>.</c></summary>
    Point,

    /// <summary><c>,</c>: between digits it groups them, behind them it divides by a thousand.</summary>
    Comma,

    /// <summary><c>%</c></summary>
    Percent,

    /// <summary><c>E+</c></summary>
    Exponent,

    /// <summary><c>/</c>: a fraction between digits, else a text.</summary>
    Slash,

    /// <summary><c>General</c></summary>
    General,

    /// <summary><c>@</c>: the cell's text.</summary>
    Text,

    /// <summary><c>y</c> or <c>d</c></summary>
    Day,

    /// <summary><c>m</c>, of which only those around tell whether it is the month.</summary>
    MonthOrMinute,

    /// <summary><c>m</c> behind an hour or before a second.</summary>
    Minute,

    /// <summary><c>h</c></summary>
    Hour,

    /// <summary><c>s</c></summary>
    Second,

    /// <summary><c>.000</c> behind a second.</summary>
    SecondFraction,

    /// <summary><c>AM/PM</c> or <c>A/P</c></summary>
    HalfOfDay,

    /// <summary><c>[h]</c>: all hours, be they more than a day's.</summary>
    AllHours,

    /// <summary><c>[m]</c></summary>
    AllMinutes,

    /// <summary><c>[s]</c></summary>
    AllSeconds,
}

/// <summary>A piece of a number format.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Text">A literal's text, or the piece as it is written.</param>
internal readonly record struct FormatToken(FormatKind Kind, string Text);
