using System.Text;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading.Text;

public class CsvContactReaderTests
{
    [Fact]
    public async Task Rows_come_with_their_numbers_and_share_one_header()
    {
        var rows = await Input.ReadAsync("phone,name\n+442079460958,Ann\n+442079460959,Bob\n");
        Assert.Equal([2, 3], rows.Select(row => row.RowNumber));
        Assert.Equal(["phone", "name"], rows[0].Header.Names);
        Assert.Same(rows[0].Header, rows[1].Header);
        Assert.Equal(["+442079460959", "Bob"], rows[1].Values.AsEnumerable());
        Assert.All(rows, row => Assert.Null(row.Problem));
    }

    [Fact]
    public async Task Lines_with_nothing_in_them_are_no_rows_but_count_in_the_numbers()
    {
        var rows = await Input.ReadAsync("phone,name\n\n+442079460958,Ann\n\n\n,\n+442079460959,Bob\n\n\n");
        Assert.Equal([3, 6, 7], rows.Select(row => row.RowNumber));
    }

    [Fact]
    public async Task Chunks_of_large_rows_are_handed_over_sooner()
    {
        using var file = new Input(Encoding.UTF8.GetBytes("phone,note\n" + string.Concat(Enumerable.Repeat($"1,{new string('x', 300_000)}\n", 20))));
        await using var reader = ContactReaders.OpenFile(file.Path, new ReaderOptions());
        await foreach (var chunk in reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            Assert.InRange(chunk.Count, 1, 4);
        }
    }

    [Fact]
    public async Task Blanks_are_read_as_by_Import_Csv()
    {
        var rows = await Input.ReadAsync("phone , name,\" note \"\n 1 ,  Ann\t,\tx \"y\" \n2,\" Bob \" , \"a, \"\"b\"\"\"  \n  ,\t,\"  \"\n");
        Assert.Equal(["phone", "name", " note "], rows[0].Header.Names);
        Assert.Equal(["1 ", "Ann\t", "x \"y\" "], rows[0].Values.AsEnumerable());
        Assert.Equal(["2", " Bob ", "a, \"b\""], rows[1].Values.AsEnumerable());
        Assert.Equal(["", "", "  "], rows[2].Values.AsEnumerable());
        Assert.All(rows, row => Assert.Null(row.Problem));
    }

    [Fact]
    public async Task Rows_come_before_the_error_of_a_disk_that_fails()
    {
        var rows = new List<SourceRow>();
        var calls = 0;
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var chunk in RowChunks.GatherAsync(Next, TestContext.Current.CancellationToken))
            {
                rows.AddRange(chunk);
            }
        });
        Assert.Equal(3, rows.Count);

        ValueTask<SourceRow?> Next(CancellationToken ct) =>
            calls++ < 3 ? new(new SourceRow(calls, new RowHeader(["phone"]), ["1"], null)) : throw new IOException("Input/output error");
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_an_error_of_ours()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux has a file that can be opened and not be read.");
        var error = Assert.Throws<AudienceException>(() => ContactReaders.OpenFile("/proc/self/mem", new ReaderOptions()));
        Assert.Equal(AudienceErrorCode.FileNotReadable, error.Code);
    }

    [Fact]
    public async Task A_record_with_line_ends_in_quotes_is_one_line()
    {
        var rows = await Input.ReadAsync("phone,note\r\n+442079460958,\"one\r\ntwo\"\r\n+442079460959,x");
        Assert.Equal([2, 3], rows.Select(row => row.RowNumber));
        Assert.Equal("one\r\ntwo", rows[0].Values[1]);
    }

    [Fact]
    public async Task A_short_row_has_nothing_where_cells_are_missing()
    {
        var rows = await Input.ReadAsync("phone,name,city\n+442079460958\n");
        Assert.Equal(["+442079460958", null, null], rows[0].Values.AsEnumerable());
        Assert.Null(rows[0].Problem);
    }

    [Fact]
    public async Task A_long_row_keeps_its_cells_and_is_a_problem_unless_they_are_empty()
    {
        var rows = await Input.ReadAsync("phone,name\n+442079460958,Ann,,\n+442079460959,Smith, Bob\n");
        Assert.Equal(["+442079460958", "Ann"], rows[0].Values.AsEnumerable());
        Assert.Null(rows[0].Problem);
        Assert.Equal(["+442079460959", "Smith", "Bob"], rows[1].Values.AsEnumerable());
        Assert.Equal(["phone", "name", ""], rows[1].Header.Names);
        Assert.Equal(RowReasons.RaggedRow, rows[1].Problem?.ReasonCode);
        Assert.Contains("line 3", rows[1].Problem?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_before_the_damage_come_before_the_error()
    {
        var text = new StringBuilder("phone,name\n");
        for (var i = 0; i < 3000; i++)
        {
            text.Append("+4420794").Append(i + 10000).Append(",Ann\n");
        }

        var (rows, error) = await Input.ReadToErrorAsync(text.Append("+442079460958,\"Ann\n+442079460959,Bob\n").ToString());
        Assert.Equal(3000, rows.Count);
        Assert.Equal(AudienceErrorCode.DamagedFile, error.Code);
        Assert.Contains("line 3002", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("phone,name\n\"+442079460958,Ann\n+442079460959,Bob\n")]
    [InlineData("phone,name\n\"+442079460958,Ann\n\"+442079460959\",Bob\n+442079460957,Eve\n")]
    [InlineData("phone,name\n+442079460958,\"Ann\n+442079460959,\"Bob\"\n")]
    public async Task An_open_quote_never_swallows_rows(string text)
    {
        var (rows, error) = await Input.ReadToErrorAsync(text);
        Assert.Empty(rows);
        Assert.Equal(AudienceErrorCode.DamagedFile, error.Code);
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Ann", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quote_in_the_middle_of_a_quoted_cell_spoils_its_row_alone()
    {
        var rows = await Input.ReadAsync("phone,name\n+442079460958,\"Ann \"Smith\"\n+442079460959,6\" Bob\n");
        Assert.Equal(RowReasons.BadQuote, rows[0].Problem?.ReasonCode);
        Assert.Null(rows[1].Problem);
        Assert.Equal("6\" Bob", rows[1].Values[1]);
    }

    [Fact]
    public async Task Too_many_columns_are_an_error()
    {
        var (_, error) = await Input.ReadToErrorAsync(new string(',', 5000));
        Assert.Equal(AudienceErrorCode.LimitExceeded, error.Code);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_an_error_that_names_the_row_and_Encoding()
    {
        using var file = new Input(Encoding.Latin1.GetBytes("phone,name\n+442079460958,Ann\n\n+442079460959,René\n"));
        var (rows, error) = await file.ReadToErrorAsync();
        Assert.Single(rows);
        Assert.Equal(AudienceErrorCode.WrongEncoding, error.Code);
        Assert.Contains("row 4", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Encoding windows-1252", error.Message, StringComparison.Ordinal);
        var warnings = new List<string>();
        Assert.Equal("René", (await file.ReadAsync(new ReaderOptions { Encoding = Encoding.Latin1, OnWarning = warnings.Add }))[1].Values[1]);
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData("phone,name\n1,A\u0080ntje\n2,\u009f\n", 1, "line 2 ")]
    [InlineData("phone,name\n1,\"\u00e9\n\u00c2\u00a0\"\n2,x\n3,\u0092\n", 1, "line 5 ")]
    [InlineData("[{\"phone\":\"1\"},\n{\"phone\":\"2\",\"name\":\"\u0085\"}]", 1, "line 2 ")]
    [InlineData("{\"phone\":\"1\"}\n{\"phone\":\"2\",\"name\":\"\u0085\"}\n{\"phone\":\"3\u0085\"}\n", 1, "line 2 ")]
    [InlineData("phone,name\n1,\u00c2\u00a0\u00ff\n", 0, "")]
    public async Task Latin1_that_looks_like_windows_1252_is_told_once_with_its_line(string text, int count, string line)
    {
        var warnings = new List<string>();
        using var file = new Input(Encoding.Latin1.GetBytes(text));
        await file.ReadAsync(new ReaderOptions { Encoding = Encoding.Latin1, OnWarning = warnings.Add });
        Assert.Equal(count, warnings.Count);
        Assert.All(warnings, warning => Assert.Contains(line, warning, StringComparison.Ordinal));
        Assert.All(warnings, static warning => Assert.Contains("-Encoding windows-1252", warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Half_a_surrogate_pair_in_UTF16_is_an_error_too()
    {
        using var file = new Input([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("phone,name\n+442079460958,"), 0x00, 0xD8, 0x0A, 0x00]);
        var (_, error) = await file.ReadToErrorAsync();
        Assert.Equal(AudienceErrorCode.WrongEncoding, error.Code);
    }

    public static TheoryData<string, bool> UnicodeEncodings => new()
    {
        { "utf-8", true }, { "utf-8", false }, { "utf-16", true }, { "utf-16", false }, { "utf-16BE", true }, { "utf-16BE", false }, { "utf-32", true },
    };

    [Theory]
    [MemberData(nameof(UnicodeEncodings))]
    public async Task Unicode_is_found_out_with_a_mark_and_without(string name, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(name);
        var text = new StringBuilder("phone,name\r\n");
        for (var i = 0; i < 20_000; i++)
        {
            text.Append("+442079460958,Zoë 😀\r\n");
        }

        using var file = new Input([.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text.ToString())]);
        var rows = await file.ReadAsync();
        Assert.Equal(20_000, rows.Count);
        Assert.Equal(["phone", "name"], rows[0].Header.Names);
        Assert.All(rows, row => Assert.Equal("Zoë 😀", row.Values[1]));
    }

    [Fact]
    public async Task Cells_keep_what_spreadsheets_would_run()
    {
        var rows = await Input.ReadAsync("phone,a,b,c,d\n+442079460958,=1+1,@x,-1,\" y \"\n");
        Assert.Equal(["+442079460958", "=1+1", "@x", "-1", " y "], rows[0].Values.AsEnumerable());
    }

    [Fact]
    public async Task Progress_comes_to_the_whole_size()
    {
        using var file = new Input("phone\n+442079460958\n"u8.ToArray());
        await using var reader = ContactReaders.OpenFile(file.Path, new ReaderOptions());
        Assert.Equal(0, reader.BytesRead);
        await foreach (var _ in reader.ReadAsync(TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal(reader.TotalBytes, reader.BytesRead);
        Assert.Equal(Path.GetFileName(file.Path), reader.SourceName);
    }

    [Theory]
    [InlineData('"')]
    [InlineData('\n')]
    [InlineData('\ud83d')]
    public void A_delimiter_that_cannot_be_one_is_refused_at_once(char delimiter) =>
        Assert.Throws<ArgumentException>(() => ContactReaders.OpenFile("any.csv", new ReaderOptions { Delimiter = delimiter }));

    [Fact]
    public void Files_that_are_not_there_or_are_folders_say_so()
    {
        var folder = Directory.CreateTempSubdirectory("audience-");
        var missing = Assert.Throws<AudienceException>(() => ContactReaders.OpenFile(Path.Combine(folder.FullName, "no.csv"), new ReaderOptions()));
        Assert.Equal(AudienceErrorCode.FileNotFound, missing.Code);
        Assert.Contains("'no.csv'", missing.Message, StringComparison.Ordinal);
        var isFolder = Assert.Throws<AudienceException>(() => ContactReaders.OpenFile(folder.FullName, new ReaderOptions()));
        Assert.Equal(AudienceErrorCode.PathIsDirectory, isFolder.Code);
        folder.Delete();
    }

    [Fact]
    public async Task Reading_can_be_cancelled()
    {
        using var file = new Input("phone\n+442079460958\n"u8.ToArray());
        await using var reader = ContactReaders.OpenFile(file.Path, new ReaderOptions());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in reader.ReadAsync(new CancellationToken(canceled: true)))
            {
            }
        });
    }
}
