using System.Text;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading.Text;

/// <summary>Rows of text files up to the limit, and beyond it.</summary>
public class LargeRowsTests
{
    [Fact]
    public async Task A_row_may_be_as_large_wherever_it_stands()
    {
        var options = new ReaderOptions { MaxRowBytes = 1 << 15 };
        for (var count = 1; count <= 5; count++)
        {
            using var fits = new Input(Text(count, 65_000));
            Assert.Equal(count, (await fits.ReadAsync(options)).Count);

            using var large = new Input(Text(count, 66_000));
            var rows = await large.ReadAsync(options);
            Assert.Equal(count, rows.Count);
            Assert.All(rows, row => Assert.Equal(RowReasons.RowTooLarge, row.Problem?.ReasonCode));

            // In a failure file that comes back it must not be a blank row.
            Assert.All(rows, static row => Assert.Equal([null, null, "(more than 65536 bytes)"], row.Values.AsEnumerable()));
        }

        static byte[] Text(int rows, int cell) =>
            Encoding.UTF8.GetBytes("phone,note\n" + string.Concat(Enumerable.Repeat($"+442079460958,{new string('a', cell)}\n", rows)));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task A_row_that_is_too_large_is_one_refused_row_and_the_others_are_read(string end)
    {
        var options = new ReaderOptions { MaxRowBytes = 1 << 15 };
        var large = "\"" + new string('x', 200_000) + "\"\"" + end + ",\"";
        using var file = new Input(Encoding.UTF8.GetBytes(
            string.Join(end, "phone,note", "1,a", "2," + large, "3,b", "", $"4 , {large}", $"5, x\"y{new string('z', 200_000)}", "6,c", "7,\"d")));
        var (rows, error) = await file.ReadToErrorAsync(options);
        Assert.Equal(
            ["2 1 a ", "3   RowTooLarge", "4 3 b ", "6   RowTooLarge", "7   RowTooLarge", "8 6 c "],
            rows.Select(row => $"{row.RowNumber} {row.Values[0]} {row.Values[1]} {row.Problem?.ReasonCode}"));
        Assert.Contains("line 11 (row 9)", error.Message, StringComparison.Ordinal);

        using var decoded = new Input(Encoding.Unicode.GetBytes($"phone,note{end}1,a{end}2,{large}{end}3,b"));
        (rows, error) = await decoded.ReadToErrorAsync(options with { Encoding = Encoding.Unicode });
        Assert.Equal([null, RowReasons.RowTooLarge], rows.Select(row => row.Problem?.ReasonCode));
        Assert.Equal(AudienceErrorCode.LimitExceeded, error.Code);
        Assert.Contains("line 3 (row 3)", error.Message, StringComparison.Ordinal);
    }
}
