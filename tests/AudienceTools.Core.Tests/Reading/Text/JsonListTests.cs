using System.Text;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading.Text;

public class JsonListTests
{
    [Theory]
    [InlineData("""[{"phone":"+442079460901","name":"Ann"},{"phone":"+442079460902","name":"Bob"}]""")]
    [InlineData("[\r\n  {\r\n    \"phone\": \"+442079460901\",\r\n    \"name\": \"Ann\"\r\n  },\r\n  {\r\n    \"phone\": \"+442079460902\",\r\n    \"name\": \"Bob\"\r\n  }\r\n]\r\n")]
    [InlineData("\uFEFF\n [{\"phone\":\"+442079460901\",\"name\":\"Ann\"}]\n\n\uFEFF[{\"phone\":\"+442079460902\",\"name\":\"Bob\"}]\u001A")]
    [InlineData("[]\n[{\"phone\":\"+442079460901\",\"name\":\"Ann\"}\n,\n{\"phone\":\"+442079460902\",\"name\":\"Bob\"}]")]
    [InlineData("{\n\"phone\":\"+442079460901\",\"name\":\"Ann\"}\n{\"phone\":\"+442079460902\",\n\"name\":\"Bob\"}")]
    [InlineData("{\n\"phone\":\"+442079460901\",\"name\":\"Ann\"},\n{\"phone\":\"+442079460902\",\n\"name\":\"Bob\"},\n")]
    [InlineData("""{"phone":"+442079460901","name":"Ann"}{"phone":"+442079460902","name":"Bob"}""")]
    public async Task Objects_are_rows_with_their_places(string text)
    {
        var rows = await ReadAsync(text);
        Assert.Equal([1, 2], rows.Select(row => row.RowNumber));
        Assert.Equal(["phone", "name"], rows[0].Header.Names);
        Assert.Same(rows[0].Header, rows[1].Header);
        Assert.Equal(["+442079460901", "Ann"], rows[0].Values.AsEnumerable());
        Assert.Equal(["+442079460902", "Bob"], rows[1].Values.AsEnumerable());
        Assert.All(rows, row => Assert.Null(row.Problem));
    }

    public static TheoryData<string, bool, bool> Encodings => new()
    {
        { "utf-8", true, false }, { "utf-16", true, false }, { "utf-16", false, false }, { "utf-16BE", true, false }, { "utf-16BE", false, false },
        { "utf-32", true, false }, { "iso-8859-1", false, true }, { "utf-16", false, true },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Encodings_are_those_of_other_texts(string name, bool hasMark, bool isAsked)
    {
        var encoding = Encoding.GetEncoding(name);
        var text = "[" + string.Join(",\n", Enumerable.Repeat("{\"phone\":\"+442079460901\",\"name\":\"Zoë\"}", 5000)) + "]";
        using var file = new Input([.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)]);
        var rows = await file.ReadAsync(new ReaderOptions { Encoding = isAsked ? encoding : null });
        Assert.Equal(5000, rows.Count);
        Assert.All(rows, row => Assert.Equal("Zoë", row.Values[1]));
    }

    [Fact]
    public async Task Values_keep_what_is_written()
    {
        var row = Assert.Single(await ReadAsync("""
            [{"phone":491511234567,"a":4.9e11,"b":1.10,"c":12345678901234567890,"d":true,"e":null,"f":{ "city" : "Pune", "n": [ 1.10, -0.0, "+44 \"é\" 😀\n" ] },"g":[ ],"h":"","i":"\u00e9\ud83d\ude00","":"x","j":{}}]
            """));
        Assert.Equal(
            ["491511234567", "4.9e11", "1.10", "12345678901234567890", "true", null, "{\"city\":\"Pune\",\"n\":[1.10,-0.0,\"+44 \\\"é\\\" 😀\\n\"]}", "[]", "", "é😀", "x", "{}"],
            row.Values.AsEnumerable());
        Assert.Equal(["phone", "a", "b", "c", "d", "e", "f", "g", "h", "i", "", "j"], row.Header.Names);
    }

    [Fact]
    public async Task Each_object_has_its_own_properties_and_equal_ones_share_a_header()
    {
        var rows = await ReadAsync("""[{"phone":"1","name":"a"},{"phone":"2"},{"name":"b","phone":"3"},{"phone":"4","name":"c"},{},{"phone":"5"}]""");
        Assert.Equal(["phone,name", "phone", "name,phone", "phone,name", "", "phone"], rows.Select(row => string.Join(',', row.Header.Names)));
        Assert.Same(rows[0].Header, rows[3].Header);
        Assert.Same(rows[1].Header, rows[5].Header);
        Assert.True(rows[4].IsBlank);
    }

    [Fact]
    public async Task What_is_no_object_is_a_problem_of_its_own()
    {
        var rows = await ReadAsync("""[null,{"phone":"1"},5,"x",[1,{"phone":"2"}],true,{"phone":"3"}]""");
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], rows.Select(row => row.RowNumber));
        Assert.Equal(["null", "1", "5", "\"x\"", "[1,{\"phone\":\"2\"}]", "true", "3"], rows.Select(row => row.Values[0]));
        Assert.Equal(5, rows.Count(row => row.Problem?.ReasonCode == RowReasons.NotAnObject));
        Assert.Contains("a list", rows[4].Problem?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_texts_or_numbers_is_one_of_phone_numbers()
    {
        var rows = await ReadAsync("""[null, "+442079460901", 442079460902, {"phone":"+442079460903"}, false]""");
        Assert.Equal(["null", "+442079460901", "442079460902", "+442079460903", "false"], rows.Select(row => row.Values[0]));
        Assert.Equal("PhoneNumber", Assert.Single(rows[1].Header.Names));
        Assert.Equal([RowReasons.NotAnObject, null, null, null, RowReasons.NotAnObject], rows.Select(row => row.Problem?.ReasonCode));
    }

    [Fact]
    public async Task Whatever_is_read_in_pieces_comes_whole()
    {
        // Each value once at each place around the end of what is read at a time.
        foreach (var value in new[] { "null", "-1.5e3", "\"a\\\"b\"", "{\"phone\":\"1\\\\\"}", "[[1],\"]\"]", "\uFEFF{}" })
        {
            for (var before = 65_500; before < 65_540; before++)
            {
                using var file = new Input(Encoding.UTF8.GetBytes($"[{{\"phone\":\"{new string('1', before - 14)}\"}},{value},{value} ]\r\n\uFEFF[{value}]"));
                Assert.Equal(4, (await file.ReadAsync()).Count);
            }
        }
    }

    [Fact]
    public async Task An_empty_list_is_a_list_of_nobody() => Assert.Empty(await ReadAsync(" [ ] \n"));

    [Fact]
    public async Task Objects_with_doubled_names_halves_of_characters_or_NUL_are_problems_and_keep_their_cells()
    {
        var rows = await ReadAsync("""
            [{"phone":"1","phone":"2"},{"phone":"3","Phone":"4"},{"phone":"5","a":"x\ud83dy"},{"phone":"6","a":{"b":"\ude00"}},{"phone":"7","a":"x\u0000y"},
            {"phone":"8","\ud83d":"a"},{"phone":"8","\ud83d":"a"},{"phone":"9","a":["x\u0000y"]}]
            """);
        Assert.Equal(
            [RowReasons.DoubledProperty, null, RowReasons.HalfCharacter, RowReasons.HalfCharacter, RowReasons.NulCharacter, RowReasons.HalfCharacter, RowReasons.HalfCharacter, null],
            rows.Select(row => row.Problem?.ReasonCode));
        Assert.Equal(["1", "2"], rows[0].Values.AsEnumerable());
        Assert.Equal("\"x\\ud83dy\"", rows[2].Values[1]);
        Assert.Equal("{\"b\":\"\\ude00\"}", rows[3].Values[1]);
        Assert.Equal("\"x\\u0000y\"", rows[4].Values[1]);
        Assert.Equal("\"\\ud83d\"", rows[5].Header.Names[1]);
        Assert.Equal("[\"x\\u0000y\"]", rows[7].Values[1]);
    }

    [Fact]
    public async Task What_nests_too_deep_is_a_problem_of_its_own()
    {
        var deep = new string('[', 64) + new string(']', 64);
        var deepest = deep[1..^1];
        var rows = await ReadAsync($$"""[{"phone":"1","a":{{deepest}}},{"phone":"2","a":{{deep}}},{"phone":"3"}]""");
        Assert.Equal([null, RowReasons.InvalidJson, null], rows.Select(row => row.Problem?.ReasonCode));
        Assert.Equal(deepest, rows[0].Values[1]);
    }

    [Theory]
    [InlineData("[{\"phone\":\"1\"},\n{\"phone\":\"2\"}\n{\"phone\":\"3\"}]", 2, "line 3, byte 1,", "comma")]
    [InlineData("[{\"phone\":\"1\"},\n{\"phone\":\"2\",}]", 1, "line 2, byte 14,", "comma stands before")]
    [InlineData("[{\"phone\":\"1\"},\n]", 1, "line 2, byte 1,", "comma stands before")]
    [InlineData("[{\"phone\":\"1\"},\n{'phone':\"2\"}]", 1, "line 2, byte 2,", "single quote")]
    [InlineData("[{\"phone\":\"1\"},\n{phone:\"2\"}]", 1, "line 2, byte 2,", "without quotes")]
    [InlineData("[{\"phone\":\"1\"},\n{\"phone\":NaN}]", 1, "line 2, byte 10,", "NaN")]
    [InlineData("[{\"phone\":\"1\"},\n{\"phone\":None}]", 1, "line 2", "None")]
    [InlineData("[{\"phone\":\"1\"},\n{\"phone\":True}]", 1, "line 2", "True")]
    [InlineData("[{\"phone\":\"1\"}, // Ann\n{\"phone\":\"2\"}]", 1, "line 1, byte 17,", "comment")]
    [InlineData("[{\"phone\":\"1\"} // Ann\n,{\"phone\":\"2\"}]", 1, "line 1, byte 16,", "comment")]
    [InlineData("// Ann\n[{\"phone\":\"1\"}]", 0, "line 1, byte 1,", "comment")]
    [InlineData("[{\"phone\":\"1\"},\n{\"phone\":\"2\n\"}]", 1, "line 2", "a line ends")]
    [InlineData("[{\"phone\":\"1\"},\n{\"phone\":\"2\"", 1, "line 2, byte 13,", "breaks off")]
    [InlineData("[{\"phone\":\"1\"},\n", 1, "line 2, byte 1,", "breaks off")]
    [InlineData("[{\"phone\":\"1\"}\n", 1, "line 2, byte 1,", "breaks off")]
    [InlineData("[", 0, "line 1, byte 2,", "breaks off")]
    [InlineData("[{\"phone\":\"1\"}] x", 1, "line 1, byte 17,", "behind the list's end")]
    [InlineData("[{\"phone\":\"1\"}}", 1, "line 1, byte 15,", "comma")]
    [InlineData("[{\"phone\":\"1\"},5x]", 1, "line 1, byte 17,", "JSON")]
    [InlineData("[{\"phone\":\"1\"},,]", 1, "line 1, byte 16,", "JSON")]
    [InlineData("[{\"phone\":\"1\"},tru]", 1, "line 1", "JSON")]
    [InlineData("{\n\"phone\":\"1\"}\n{\"phone\":\"2\"}\nx", 2, "line 4, byte 1,", "JSON")]
    [InlineData("{\n\"phone\":\"1\"}\n{\"phone\":\"2\"", 1, "line 3, byte 13,", "breaks off")]
    public async Task Rows_before_a_fault_come_before_its_error_which_names_the_place(string text, int rows, string place, string what)
    {
        var (read, error) = await Input.ReadToErrorAsync(text);
        Assert.Equal(rows, read.Count);
        Assert.Equal(AudienceErrorCode.DamagedFile, error.Code);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains($"record {rows + 1} ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_the_encoding_and_NUL_are_the_errors_of_other_texts()
    {
        using var file = new Input(Encoding.Latin1.GetBytes("[{\"phone\":\"1\"},\n{\"phone\":\"2\",\"name\":\"René\"}]"));
        var (rows, error) = await file.ReadToErrorAsync();
        Assert.Single(rows);
        Assert.Equal(AudienceErrorCode.WrongEncoding, error.Code);
        Assert.Contains("line 2 (record 2)", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Encoding windows-1252", error.Message, StringComparison.Ordinal);
        Assert.Equal("René", (await file.ReadAsync(new ReaderOptions { Encoding = Encoding.Latin1 }))[1].Values[1]);

        (rows, error) = await Input.ReadToErrorAsync("[{\"phone\":\"1\"},\n{\"phone\":\"2\0\"}]");
        Assert.Single(rows);
        Assert.Equal(AudienceErrorCode.DamagedFile, error.Code);
        Assert.Contains("NUL", error.Message, StringComparison.Ordinal);

        using var half = new Input([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("[{\"phone\":\""), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("\"}]")]);
        (_, error) = await half.ReadToErrorAsync();
        Assert.Equal(AudienceErrorCode.WrongEncoding, error.Code);
    }

    [Fact]
    public async Task A_record_is_as_large_as_one_of_other_texts_may_be()
    {
        var options = new ReaderOptions { MaxRowBytes = 1 << 15, MaxColumns = 5 };
        using var fits = new Input(Encoding.UTF8.GetBytes($"[{{\"phone\":\"{new string('1', 65_000)}\"}}]"));
        Assert.Single(await fits.ReadAsync(options));
        foreach (var text in new[]
        {
            $"[{{\"phone\":\"1\"}},{{\"phone\":\"{new string('1', 66_000)}\"}}]",
            $"[{{\"phone\":\"1\"}},{{\"phone\":\"{new string('1', 200_000)}",
            $"{{\"phone\":\"1\"}}\n{{\"phone\":\"{new string('1', 66_000)}\"}}\n",
            $"{{\"phone\":\"1\"}}\n{{\"phone\":\"{new string('1', 66_000)}\n",
            $"{{\"phone\":\"1\"}}\n{new string('x', 66_000)}",
            "{\"phone\":\"1\"}\n{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1}\n",
        })
        {
            using var large = new Input(Encoding.UTF8.GetBytes(text));
            var (rows, error) = await large.ReadToErrorAsync(options);
            Assert.Single(rows);
            Assert.Equal(AudienceErrorCode.LimitExceeded, error.Code);
        }
    }

    [Fact]
    public async Task Progress_comes_to_the_whole_size()
    {
        using var file = new Input("[{\"phone\":\"+442079460958\"}]"u8.ToArray());
        await using var reader = ContactReaders.OpenFile(file.Path, new ReaderOptions());
        await foreach (var _ in reader.ReadAsync(TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal(reader.TotalBytes, reader.BytesRead);
    }

    private static Task<List<SourceRow>> ReadAsync(string text) => Input.ReadAsync(text);
}
