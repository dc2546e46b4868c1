namespace AudienceTools.Core.Reading.Workbooks.Formats;

/// <summary>The formats that a workbook names by a number alone (ECMA-376 part 1, 18.8.30), where it doesn't say itself what they
/// are.</summary>
/// <remarks>
/// Some depend on the language of Excel: currencies, which are left out here, and East Asian and Thai days and times, which are days with
/// times here, so that a time alone comes in ISO 8601.
/// </remarks>
internal static class BuiltInFormats
{
    private const string DayAndTime = "yyyy-mm-dd hh:mm:ss";

    /// <summary>The format's code.</summary>
    public static string Of(int id) => id switch
    {
        1 or 59 => "0",
        2 or 60 => "0.00",
        3 or 61 => "#,##0",
        4 or 62 => "#,##0.00",
        5 or 6 or 37 or 38 or 41 or 42 or 63 or 64 => "#,##0;-#,##0",
        7 or 8 or 39 or 40 or 43 or 44 or 65 or 66 => "#,##0.00;-#,##0.00",
        9 or 67 => "0%",
        10 or 68 => "0.00%",
        11 => "0.00E+00",
        12 or 69 => "# ?/?",
        13 or 70 => "# ??/??",
        >= 14 and <= 17 or >= 71 and <= 74 or 81 => "yyyy-mm-dd",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 or 75 => "h:mm",
        21 or 76 => "h:mm:ss",
        22 or 77 or (>= 27 and <= 36) or (>= 50 and <= 58) => DayAndTime,
        45 or 78 => "mm:ss",
        46 or 79 => "[h]:mm:ss",
        47 or 80 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => "General",
    };
}
