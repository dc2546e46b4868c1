using AudienceTools.Core.Columns;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading.Workbooks;

public class WorksheetRowsTests
{
    private const string Header = "<row r=\"1\"><c t=\"inlineStr\"><is><t>Phone</t></is></c><c t=\"inlineStr\"><is><t>OptIn</t></is></c></row>";

    private static readonly string s_filtered = Header + Row(2, "+442079460901", "yes") + Row(3, "+442079460902", "no", " hidden=\"1\"") + Row(4, "+442079460903", "yes")
        + Row(5, "+442079460904", "no", " hidden=\"true\"") + Row(6, "+442079460905", "no", " ht=\"0\" customHeight=\"1\"") + Row(7, "+442079460906", "no", " hidden=\"0\"");

    [Fact]
    public async Task Hidden_rows_are_read_and_told_of()
    {
        var warnings = new List<string>();
        var rows = await ReadAsync(s_filtered, new ReaderOptions { OnWarning = warnings.Add });
        Assert.Equal([2, 3, 4, 5, 6, 7], rows.Select(row => row.RowNumber));
        var warning = Assert.Single(warnings);
        Assert.Contains("3 rows", warning, StringComparison.Ordinal);
        Assert.Contains("-SkipHiddenRow", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hidden_rows_are_left_out_where_that_is_wanted()
    {
        var warnings = new List<string>();
        var rows = await ReadAsync(s_filtered, new ReaderOptions { SkipHiddenRow = true, OnWarning = warnings.Add });
        Assert.Equal([2, 4, 7], rows.Select(row => row.RowNumber));
        Assert.Contains("3 rows", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hidden_rows_are_told_of_where_the_file_breaks_off()
    {
        var warnings = new List<string>();
        using var file = new Input(Workbook.Of(s_filtered + "<row r=\"7\"/>"), ".xlsx");
        var (rows, _) = await file.ReadToErrorAsync(new ReaderOptions { OnWarning = warnings.Add });
        Assert.Equal(6, rows.Count);
        Assert.Single(warnings);
    }

    [Fact]
    public async Task Nothing_is_told_where_nothing_is_hidden()
    {
        var warnings = new List<string>();
        await ReadAsync(Header + Row(2, "+442079460901", "yes"), new ReaderOptions { OnWarning = warnings.Add });
        Assert.Empty(warnings);
    }

    [Fact]
    public async Task Small_letters_in_the_place_of_a_cell_count_as_capitals()
    {
        var rows = await ReadAsync(Header + "<row r=\"2\"><c r=\"b2\" t=\"inlineStr\"><is><t>+442079460901</t></is></c></row>", new ReaderOptions());
        Assert.Equal([null, "+442079460901"], Assert.Single(rows).Values.AsEnumerable());
    }

    [Fact]
    public async Task A_cell_without_a_place_that_can_be_read_is_damage()
    {
        using var file = new Input(Workbook.Of(Header + "<row r=\"2\"><c r=\"2b\"><v>1</v></c></row>"), ".xlsx");
        var (_, error) = await file.ReadToErrorAsync(new ReaderOptions());
        Assert.Equal(AudienceErrorCode.DamagedFile, error.Code);
    }

    [Fact]
    public async Task Names_can_be_given()
    {
        var rows = await ReadAsync(Row(2, "+442079460901", "yes") + Row(3, "+442079460902", "no"), new ReaderOptions { Header = ["phone", "ok"] });
        Assert.Equal([2, 3], rows.Select(row => row.RowNumber));
        Assert.Equal(["phone", "ok"], rows[0].Header.Names);
        Assert.Equal(["+442079460901", "yes"], rows[0].Values.AsEnumerable());
    }

    [Fact]
    public async Task A_value_behind_the_names_that_were_given_is_ragged()
    {
        var rows = await ReadAsync(Row(1, "+442079460901", "yes"), new ReaderOptions { Header = ["phone"] });
        Assert.Equal(RowReasons.RaggedRow, rows[0].Problem?.ReasonCode);
        Assert.Contains("-Header", rows[0].Problem?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_row_of_the_names_can_be_said()
    {
        const string Titles = "<row r=\"1\"><c t=\"inlineStr\"><is><t>Leads of Q1</t></is></c></row><row r=\"2\"><c r=\"D2\"><v>46354</v></c></row>";
        var sheet = Titles + Header.Replace("r=\"1\"", "r=\"4\"", StringComparison.Ordinal) + Row(6, "+442079460901", "yes");
        var rows = await ReadAsync(sheet, new ReaderOptions { HeaderRow = 4 });
        Assert.Equal(["Phone", "OptIn"], rows[0].Header.Names);
        Assert.Equal(6, Assert.Single(rows).RowNumber);

        // With names as well, what stands down to that row is passed over.
        rows = await ReadAsync(sheet, new ReaderOptions { HeaderRow = 4, Header = ["phone", "ok"] });
        Assert.Equal(6, Assert.Single(rows).RowNumber);
        Assert.Equal(AudienceErrorCode.MissingHeader, (await FailsAsync(sheet, new ReaderOptions { HeaderRow = 3 })).Code);
        Assert.Equal(AudienceErrorCode.EmptyInput, (await FailsAsync(sheet, new ReaderOptions { HeaderRow = 9 })).Code);
    }

    [Fact]
    public async Task The_rows_below_the_first_go_with_it_so_that_an_error_can_name_the_header()
    {
        var rows = await ReadAsync("<row r=\"1\"><c t=\"inlineStr\"><is><t>Leads of Q1</t></is></c></row>" + Header.Replace("r=\"1\"", "r=\"4\"", StringComparison.Ordinal) + Row(5, "+442079460901", "yes"));
        var header = rows[0].Header.Declared!;
        Assert.Equal(1, header.Row);
        Assert.Equal([4, 5], header.Below!.Select(line => line.Row));
    }

    [Fact]
    public async Task What_is_wrong_further_down_comes_after_the_rows_before_it()
    {
        using var file = new Input(Workbook.Of(Header + Row(2, "+442079460901", "yes") + "<row r=\"2\"/>"), ".xlsx");
        var (rows, error) = await file.ReadToErrorAsync();
        Assert.Single(rows);
        Assert.Equal(AudienceErrorCode.LimitExceeded, error.Code);
    }

    [Theory]
    [InlineData("D", "column D")]
    [InlineData("ZZ", "column ZZ")]
    [InlineData("XFD", "column XFD")]
    public async Task A_stray_cell_makes_its_own_row_ragged(string column, string place)
    {
        var stray = Row(3, "+442079460902", "no").Replace("</row>", $"<c r=\"{column}3\"><v>1</v></c></row>", StringComparison.Ordinal);
        var rows = await ReadAsync(Header + Row(2, "+442079460901", "yes") + stray + Row(4, "+442079460903", "yes"));
        Assert.Equal([null, RowReasons.RaggedRow, null], rows.Select(row => row.Problem?.ReasonCode));
        Assert.Equal(["+442079460902", "no"], rows[1].Values.Take(2));
        Assert.Contains(place, rows[1].Problem?.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<c r=\"XFD2\" s=\"0\"/>")]
    [InlineData("<c r=\"XFD2\" t=\"inlineStr\"><is><t></t></is></c>")]
    [InlineData("<c r=\"D2\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> </t></is></c>")]
    public async Task An_empty_cell_far_off_is_nothing(string cell)
    {
        var rows = await ReadAsync(Header + Row(2, "+442079460901", "yes").Replace("</row>", cell + "</row>", StringComparison.Ordinal));
        Assert.Null(Assert.Single(rows).Problem);
        Assert.Equal(2, rows[0].Values.Length);
    }

    [Fact]
    public async Task A_column_without_a_name_between_others_is_one()
    {
        var rows = await ReadAsync("<row r=\"1\"><c t=\"inlineStr\"><is><t>Phone</t></is></c><c r=\"C1\" t=\"inlineStr\"><is><t>OptIn</t></is></c></row>"
            + "<row r=\"2\"><c><v>442079460901</v></c><c><v>5</v></c></row>");
        Assert.Equal(["Phone", "", "OptIn"], rows[0].Header.Names);
        Assert.Equal(["442079460901", "5", null], rows[0].Values.AsEnumerable());
        Assert.Null(rows[0].Problem);
    }

    [Fact]
    public async Task A_title_above_the_header_is_told_with_the_row_that_looks_like_it()
    {
        var rows = await ReadAsync("<row r=\"1\"><c t=\"inlineStr\"><is><t>Leads of Q1</t></is></c></row>" + Header.Replace("r=\"1\"", "r=\"4\"", StringComparison.Ordinal) + Row(5, "+442079460901", "yes"));
        Assert.Throws<AudienceException>(() => ColumnPlan.Create(rows[0].Header, new ColumnOptions()));
    }

    private static string Row(int number, string phone, string ok, string attributes = "") =>
        $"<row r=\"{number}\"{attributes}>{Workbook.Text(phone)}{Workbook.Text(ok)}</row>";

    private static async Task<List<SourceRow>> ReadAsync(string rows, ReaderOptions? options = null)
    {
        using var file = new Input(Workbook.Of(rows), ".xlsx");
        return await file.ReadAsync(options);
    }

    private static async Task<AudienceException> FailsAsync(string rows, ReaderOptions options)
    {
        using var file = new Input(Workbook.Of(rows), ".xlsx");
        return (await file.ReadToErrorAsync(options)).Error;
    }
}
