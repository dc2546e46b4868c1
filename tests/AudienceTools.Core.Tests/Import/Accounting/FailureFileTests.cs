using AudienceTools.Core.Columns;
using AudienceTools.Core.Import;
using AudienceTools.Core.Import.Accounting;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Import.Accounting;

public sealed partial class FailureFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audience-failures-").FullName;

    private string FailurePath => Path.Combine(_folder, "failed.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_row_stands_there_as_it_came_with_its_number_and_reason_at_the_end() =>
        Assert.Equal(
            "\uFEFFPhone,City,Note,RowNumber,ReasonCode,Reason\n12,Pune,\"a, \"\"b\"\"\",5,TooShort,It is too short.\n,Goa,,7,Empty,There is none.\n",
            Written(
                (Row(5, ["Phone", "City", "Note"], "12", "Pune", "a, \"b\""), "TooShort", "It is too short."),
                (Row(7, ["Phone", "City", "Note"], null, "Goa", ""), "Empty", "There is none.")));

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-12", "'-12")]
    [InlineData("+44 20 7946 0958", "'+44 20 7946 0958")]
    [InlineData("+442079460958", "+442079460958")]
    [InlineData("'=1", "''=1")]
    [InlineData("'quoted'", "'quoted'")]
    [InlineData("\tx", "'\tx")]
    public void A_cell_that_a_spreadsheet_would_run_is_guarded_and_E164_is_not(string cell, string written) =>
        Assert.Contains($"\n{written},1,A,B\n", Written((Row(1, ["Note"], cell), "A", "B")), StringComparison.Ordinal);

    [Fact]
    public void Values_of_rows_with_other_columns_go_under_their_own_names()
    {
        var text = Written(
            (Row(1, ["Phone", "City"], "1", "Pune"), "A", null),
            (Row(2, ["city", "phone"], "Goa", "2"), "A", null),
            (Row(3, ["Phone", "Note"], "3", "new"), "A", null),
            (Row(4, ["Phone", "Note"], "4", "new"), "A", null));

        Assert.EndsWith(
            "Phone,City,Note,RowNumber,ReasonCode,Reason\n1,Pune,,1,A,\n2,Goa,,2,A,\n3,,new,3,A,\n4,,new,4,A,\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_one_name_keep_their_values_in_a_row_that_is_longer()
    {
        var text = Written(
            (Row(1, ["Phone", "Note", "Note"], "1", "a", "b"), "A", null),
            (Row(2, ["Phone", "Note", "Note", ""], "2", "c", "d", "e"), "RaggedRow", null));

        Assert.Contains("\n1,a,b,,1,A,\n2,c,d,e,2,RaggedRow,", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_empty_or_there_twice_are_those_that_they_travel_under()
    {
        var text = Written(
            (Row(2, ["Phone", "Note", "note", "", "Column4"], "1", "a", "b", "c", "d"), "A", null),
            (Row(3, ["Phone", "Note", "note", "", "Column4"], "2", "a", "b", "c", "d"), "A", null));

        Assert.StartsWith("\uFEFFPhone,Note,note_2,Column4_2,Column4,RowNumber,", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_that_are_too_many_get_names_by_their_places()
    {
        string[] names = ["Phone", "City", "Column3"];
        var shape = new RowShape(new RowHeader(names));
        var text = Written(
            (Row(2, names, "1", "Pune", "x"), "A", null),
            (new SourceRow(3, shape.Widen(5), ["2", "Pune", "y", "z", "=w"], null), "RaggedRow", null));

        Assert.EndsWith(
            "Phone,City,Column3,Column4,Column5,RowNumber,ReasonCode,Reason\n1,Pune,x,,,2,A,\n2,Pune,y,z,'=w,3,RaggedRow,\n",
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_a_failure_file_with_too_many_cells_keeps_them_all_and_is_not_guarded_twice()
    {
        var shape = new RowShape(new RowHeader(["Phone", "Note", "RowNumber", "ReasonCode", "Reason"]));
        var text = Written((new SourceRow(2, shape.Widen(6), ["12", "Pune", "'=1", "9", "Old", "Old one."], null), "RaggedRow", "New."));

        Assert.Equal(
            "\uFEFFPhone,Note,Column3,Column4,Column5,Column6,RowNumber,ReasonCode,Reason\n12,Pune,'=1,9,Old,Old one.,2,RaggedRow,New.\n",
            text);
    }

    [Fact]
    public void Its_own_columns_have_other_names_where_the_input_has_theirs()
    {
        string[] names = ["RowNumber", "Phone", "reason", "Reason_2"];
        var text = Written((Row(2, names, "7", "12", "why", "=x"), "A", "B"));
        Assert.StartsWith("\uFEFFRowNumber,Phone,reason,Reason_2,RowNumber_3,ReasonCode_3,Reason_3\n7,12,why,'=x,2,A,B\n", text, StringComparison.Ordinal);

        var plan = ColumnPlan.Create(
            new RowHeader([.. names, "RowNumber_3", "ReasonCode_3", "Reason_3"]), new ColumnOptions());
        Assert.True(plan.IsFailureFile);
        Assert.Equal(["RowNumber", "reason", "Reason_2"], plan.TargetNames);
    }

    [Theory]
    [InlineData("RowNumber_2", "ReasonCode", "Reason")]
    [InlineData("RowNumber_x", "ReasonCode_x", "Reason_x")]
    [InlineData("RowNumbers", "ReasonCode", "Reason")]
    public void Other_columns_of_such_names_travel(params string[] last)
    {
        ArgumentNullException.ThrowIfNull(last);
        var plan = ColumnPlan.Create(new RowHeader(["Phone", .. last]), new ColumnOptions());
        Assert.False(plan.IsFailureFile);
        Assert.Equal(last, plan.TargetNames);
    }

    [Fact]
    public async Task A_row_with_too_many_cells_has_its_number_in_the_one_phone_column()
    {
        using var imports = new Imports();
        var path = imports.File("failed.csv");
        imports.Options = imports.Options with { FailurePath = path };
        var shape = new RowShape(new RowHeader(["Name", "Mobile"]));
        await imports.AddAsync(
            imports.Audience(),
            [
                Row(2, ["Phone", "City"], "12", "Pune"),
                new SourceRow(3, shape.Widen(3), ["Ada", Rows.Number(1), "x"], new RowProblem(RowReasons.RaggedRow, "Too many.")),
                new SourceRow(4, shape.Header, ["Bo", "13"], null),
            ]);

        Assert.StartsWith("Phone,City,Name,Column3,RowNumber,", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Contains($"\n{Rows.Number(1)},,Ada,x,3,RaggedRow,", File.ReadAllText(path).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_file_that_fails_again_is_as_it_was_and_not_twice_as_wide()
    {
        string[] names = ["Phone", "'-Note", "RowNumber", "ReasonCode", "Reason"];
        var text = Written((Row(2, names, "12", "'=1", "99", "Old", "Old one."), "New", "New one."));

        Assert.Equal("\uFEFFPhone,'-Note,RowNumber,ReasonCode,Reason\n12,'=1,2,New,New one.\n", text);
    }

    [Fact]
    public async Task An_import_without_failures_leaves_none_and_names_none()
    {
        using var imports = new Imports();
        imports.Options = imports.Options with { FailurePath = FailurePath };
        var receipt = (await imports.AddAsync(imports.Audience(), Rows.Good(2))).Receipt;

        Assert.Equal((true, null), (receipt.Succeeded, receipt.FailurePath));
        Assert.False(File.Exists(FailurePath));
    }

    [Fact]
    public void A_failure_file_that_was_moved_about_fails_again_with_its_own_columns_only_once()
    {
        string[] names = ["ReasonCode", "'-Note", "", "Phone", "RowNumber"];
        var row = Row(2, names, "TooShort", "'=1", "", "12", "99");
        row.Header.See(row.Values);

        Assert.Equal(
            "\uFEFF'-Note,Column3,Phone,RowNumber,ReasonCode,Reason\n'=1,,12,2,New,New one.\n", Written((row, "New", "New one.")));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_told_with_its_path()
    {
        var path = Path.Combine(_folder, "no such folder", "failed.csv");
        var exception = Assert.Throws<AudienceException>(() => new FailureFile(path, mayBeInput: false));
        Assert.Equal((AudienceErrorCode.FileNotWritable, path), (exception.Code, exception.Target));
    }

    [Fact]
    public async Task The_file_that_is_read_is_not_overwritten()
    {
        using var imports = new Imports();
        var path = imports.File("leads.csv");
        var text = $"phone\n{Rows.Number(0)}\n12\n";
        File.WriteAllText(path, text);
        var audience = imports.Audience();
        await using var reader = ContactReaders.OpenFile(path, new ReaderOptions());

        imports.Options = imports.Options with { FailurePath = path };
        var asFailures = await Assert.ThrowsAsync<AudienceException>(() => imports.AddAsync(audience, reader));
        imports.Options = imports.Options with { FailurePath = null, CheckpointPath = path, DiscardCheckpoint = true };
        var asCheckpoint = await Assert.ThrowsAsync<AudienceException>(() => imports.AddAsync(audience, reader));

        Assert.Equal((AudienceErrorCode.FileNotWritable, AudienceErrorCode.FileNotWritable), (asFailures.Code, asCheckpoint.Code));
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void The_file_can_be_read_while_it_grows()
    {
        using var file = new FailureFile(FailurePath, mayBeInput: false);
        file.Write([(Prepared(Row(2, ["Phone"], "12")), "TooShort", "It is too short.")]);
        Assert.Equal(2, File.ReadAllLines(FailurePath).Length);
    }

    [Fact]
    public async Task Mended_and_given_back_it_brings_in_what_failed()
    {
        using var imports = new Imports();
        var path = imports.File("failed.csv");
        var audience = imports.Audience();
        List<SourceRow> rows =
        [
            Row(2, ["Mobile", "-Note", "City"], Rows.Number(0), "=1+1", "Pune"),
            Row(3, ["Mobile", "-Note", "City"], "12", "=2+2", "'@Goa"),
            Row(4, ["Mobile", "-Note", "City"], null, "-3", "Agra"),
        ];
        imports.Options = imports.Options with { FailurePath = path };
        var first = await imports.AddAsync(audience, rows);
        Assert.Equal((1, 2), (first.Receipt.Added, first.Receipt.Invalid));

        // Mended once by a user who gets one wrong again, then for good.
        imports.Observer.Results.Clear();
        File.WriteAllText(path, File.ReadAllText(path).Replace("12,", $"{Rows.Number(1)},", StringComparison.Ordinal));
        imports.Options = imports.Options with { FailurePath = imports.File("again.csv") };
        await using (var reader = ContactReaders.OpenFile(path, new ReaderOptions()))
        {
            var second = await imports.AddAsync(audience, reader);
            Assert.Equal((1, 1), (second.Receipt.Added, second.Receipt.Invalid));
        }

        imports.Observer.Results.Clear();
        var last = File.ReadAllText(imports.File("again.csv")).Replace("\n,", $"\n{Rows.Number(2)},", StringComparison.Ordinal);
        File.WriteAllText(imports.File("mended.csv"), last);
        await using (var reader = ContactReaders.OpenFile(imports.File("mended.csv"), new ReaderOptions()))
        {
            Assert.Equal(1, (await imports.AddAsync(audience, reader)).Receipt.Added);
        }

        Assert.Equal(
            [
                $$"""{"phoneNumber":"{{Rows.Number(0)}}","-Note":"=1+1","City":"Pune"}""",
                $$"""{"phoneNumber":"{{Rows.Number(1)}}","-Note":"=2+2","City":"'@Goa"}""",
                $$"""{"phoneNumber":"{{Rows.Number(2)}}","-Note":"-3","City":"Agra"}""",
            ],
            imports.Service.Only.Members.Values.Select(static member => System.Text.RegularExpressions.Regex.Unescape(member.ToJsonString())));
    }

    private static SourceRow Row(long number, string[] names, params string?[] values) => new(number, new RowHeader(names), values, null);

    private static PreparedRow Prepared(SourceRow row) => new(row, null, AudienceContactState.Invalid, null);

    private string Written(params IEnumerable<(SourceRow, string?, string?)> rows)
    {
        using (var file = new FailureFile(FailurePath, mayBeInput: false))
        {
            file.Write(rows.Select(static row => (Prepared(row.Item1), row.Item2, row.Item3)));
        }

        return Text(FailurePath);
    }

    private static string Text(string path) => new System.Text.UTF8Encoding(false).GetString(File.ReadAllBytes(path)).ReplaceLineEndings("\n");
}
