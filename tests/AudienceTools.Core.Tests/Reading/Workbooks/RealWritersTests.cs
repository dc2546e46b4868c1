using System.Runtime.CompilerServices;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading.Workbooks;

/// <summary>Workbooks that openpyxl 3.0, XlsxWriter 3.0, ExcelJS 4.4 and SheetJS 0.18 have written, with formats, times and a hidden row.</summary>
public class RealWritersTests
{
    private const string Ann = "+442079460901|Ann é 😀|2026-11-28|06:00|36:00|01234|true|0.10 €|2026-11-28T12:00:00";
    private const string Bob = "+919800000001|Bob|1999-12-31|18:30:15|1:30:05|00007|false|1234.50 €|2026-11-28";

    [Theory]
    [InlineData("xlsxwriter", Ann, Bob, "+442079460903|2||6:00||1-2345||5.00|")]
    [InlineData("xlsxwriter-1904", Ann, Bob, "+442079460903|2||6:00||1-2345||5.00|")]
    [InlineData(
        "openpyxl",
        "+442079460901|Ann é 😀|2026-11-28|6:00:00|36:00:00|01234|true|0.10 €|2026-11-28T12:00:00",
        "+919800000001|Bob <&> \"x\"|1999-12-31|18:30:15|01:30:05|00007|false|1234.50 €|2026-11-28",
        "+442079460903|ErrorCell||||12345||1E-05|")]
    [InlineData("exceljs", "+442079460901|Ann|2026-11-28|06:00|01234", "+442079460903|Bob|||2")]
    [InlineData("sheetjs", "+442079460901|Ann|2026-11-28|06:00|01234", "+442079460903|Bob|||7")]
    public async Task What_others_write_is_read_as_it_is_shown(string name, params string[] expected)
    {
        var warnings = new List<string>();
        var rows = new List<SourceRow>();
        await Input.ReadAsync(Path.Combine(Here(), "Writers", name + ".xlsx"), new ReaderOptions { OnWarning = warnings.Add }, rows);
        Assert.Equal(expected, rows.Select(row => string.Join('|', row.Values.Select((value, i) => i == 1 && row.Problem is { } problem ? problem.ReasonCode : value))));
        Assert.Single(warnings);
    }

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
