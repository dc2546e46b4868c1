using System.Text;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading.Text;

public class JsonLinesTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Lines_are_rows_with_their_numbers(string lineEnd)
    {
        var rows = await Input.ReadAsync(string.Join(lineEnd, """{"phone":"+442079460901","name":"Ann"}""", "", "  ", """ {"phone":"+442079460902","name":"Bob"} """, """{"phone":"3"}""", ""));
        Assert.Equal([1, 4, 5], rows.Select(row => row.RowNumber));
        Assert.Equal(["+442079460901", "+442079460902", "3"], rows.Select(row => row.Values[0]));
        Assert.Same(rows[0].Header, rows[1].Header);
    }

    [Fact]
    public async Task A_bad_line_costs_itself_only()
    {
        string[] lines =
        [
            """{"phone":"1"}""",
            """{"phone":"2" """,
            """{"phone":"3"}""",
            """{"phone":"4",}""",
            "null",
            """["5"]""",
            "x",
            """{"phone":"6}""",
            """{"phone":"7"}{"phone":"8"}""",
            """{"phone":"9"}, """,
            """{"phone":"10"} x {"phone":"11"}""",
            """{"phone":"12"]""",
            """{"phone":NaN} {"phone":"13"}""",
            "\"a",
            "}",
            """{"phone":"14\""",
            """{"phone":"15"}""",
        ];
        var rows = await Input.ReadAsync(string.Join('\n', lines));
        Assert.Equal(
            [
                (1, null), (2, RowReasons.InvalidJson), (3, null), (4, RowReasons.InvalidJson), (5, RowReasons.NotAnObject), (6, RowReasons.NotAnObject),
                (7, RowReasons.InvalidJson), (8, RowReasons.InvalidJson), (9, null), (9, null), (10, null), (11, null), (11, RowReasons.InvalidJson),
                (12, RowReasons.InvalidJson), (13, RowReasons.InvalidJson), (14, RowReasons.InvalidJson), (15, RowReasons.InvalidJson), (16, RowReasons.InvalidJson), (17, null),
            ],
            rows.Select(row => ((int)row.RowNumber, row.Problem?.ReasonCode)));
        Assert.Equal(lines[1].TrimEnd(), rows[1].Values[0]);
        Assert.Equal("Json", Assert.Single(rows[1].Header.Names));
        Assert.Contains("NaN", rows[14].Problem?.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"phone\":\"+4420\n{\"phone\":\"2\"}\n{\"phone\":\"3\"}", 3, 1)]
    [InlineData("{\"phone\":\"1\",}\n{\"phone\":\"2\"}", 2, 1)]
    [InlineData("{\"phone\":\"1\"", 1, 1)]
    [InlineData("{\"phone\":\"1\"\n", 1, 1)]
    [InlineData("{phone:\"1\"}\n{\"phone\":\"2\"}", 2, 1)]
    [InlineData("{\"phone\":\"1\"}\n\uFEFF{\"phone\":\"2\"}\n", 2, 0)]
    [InlineData("{\"phone\":\"1\"}\u001A", 1, 0)]
    [InlineData("{}\n{\"phone\":\"2\"}", 2, 0)]
    public async Task The_first_line_may_be_bad_too_and_files_may_be_joined(string text, int received, int refused)
    {
        var rows = await Input.ReadAsync(text);
        Assert.Equal(received, rows.Count);
        Assert.Equal(refused, rows.Count(row => row.Problem is not null));
    }

    [Fact]
    public async Task No_line_before_a_bad_one_is_lost_in_a_long_file()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 4000; i++)
        {
            text.Append("{\"phone\":\"").Append(i).Append(i == 3900 ? "\n" : "\"}\n");
        }

        var rows = await Input.ReadAsync(text.ToString());
        Assert.Equal(4000, rows.Count);
        Assert.Equal(3901, Assert.Single(rows, row => row.Problem is not null).RowNumber);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_an_error_that_names_the_line()
    {
        using var file = new Input(Encoding.Latin1.GetBytes("{\"phone\":\"1\"}\n{\"phone\":\"2\",\"name\":\"René\"}\n"));
        var (rows, error) = await file.ReadToErrorAsync();
        Assert.Single(rows);
        Assert.Equal(AudienceErrorCode.WrongEncoding, error.Code);
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Encoding", error.Message, StringComparison.Ordinal);
    }
}
