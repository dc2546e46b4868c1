using System.Buffers.Binary;
using System.Text;

namespace AudienceTools.Core.Tests.Reading.Workbooks;

/// <summary>Workbooks that would cost memory or time without end. Each ends in an error, and in little memory.</summary>
[Collection(nameof(MemoryTests))]
public class HostileWorkbookTests
{
    private const long AllowedBytes = 48L << 20;

    [Fact]
    public async Task A_cell_without_end_is_stopped() => await FailsAsync(
        AudienceErrorCode.LimitExceeded,
        new Workbook().Sheet("a", "").Part("xl/worksheets/sheet1.xml", Around("<sheetData><row><c t=\"inlineStr\"><is><t>", new string('x', 1 << 20), 128)));

    [Fact]
    public async Task A_shared_text_without_end_is_stopped() => await FailsAsync(
        AudienceErrorCode.LimitExceeded,
        new Workbook().Sheet("a", "").Part("xl/sharedStrings.xml", Around("<si><t>", new string('x', 1 << 20), 128, "sst")));

    [Fact]
    public async Task A_row_of_endless_cells_is_stopped() => await FailsAsync(
        AudienceErrorCode.LimitExceeded,
        new Workbook().Sheet("a", "").Part("xl/worksheets/sheet1.xml", Around("<sheetData><row>", string.Concat(Enumerable.Repeat("<c><v>1</v></c>", 10_000)), 100)));

    [Fact]
    public async Task Endless_shared_texts_are_stopped() => await FailsAsync(
        AudienceErrorCode.LimitExceeded,
        new Workbook().Sheet("a", "").Part("xl/sharedStrings.xml", Around("", string.Concat(Enumerable.Repeat("<si><t>a</t></si>", 10_000)), 1000, "sst")));

    [Fact]
    public async Task What_inflates_beyond_measure_is_stopped()
    {
        // Rows that hold nothing but blanks, so no other limit is met first.
        var row = $"<row>{new string(' ', 1000)}</row>";
        await FailsAsync(
            AudienceErrorCode.LimitExceeded,
            new Workbook().Sheet("a", "").Part("xl/worksheets/sheet1.xml", Around("<sheetData>", string.Concat(Enumerable.Repeat(row, 1000)), 200)));
    }

    [Fact]
    public async Task Declared_sizes_that_lie_do_not_help()
    {
        var bytes = new Workbook().Sheet("a", "").Part("xl/worksheets/sheet1.xml", Around("<sheetData><row><c><v>", new string('1', 1 << 20), 64)).ToBytes();
        for (var i = 0; i + 46 < bytes.Length; i++)
        {
            // The central directory's entries say how large each part is when inflated.
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(i)) == 0x02014b50)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i + 24), 100);
            }
        }

        var error = await FailsAsync(null, bytes);
        Assert.Contains(error.Code, new[] { AudienceErrorCode.LimitExceeded, AudienceErrorCode.DamagedFile });
    }

    [Theory]
    [InlineData("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"ZZZZZZZZ1\"><v>1</v></c></row>")]
    [InlineData("<row r=\"2147483647\"><c r=\"A2147483647\"><v>1</v></c></row>")]
    [InlineData("<row r=\"2\"/><row r=\"1\"/>")]
    public async Task Cells_far_off_cost_nothing(string rows) => await FailsAsync(AudienceErrorCode.LimitExceeded, Workbook.Of(rows));

    [Theory]
    [InlineData("xl/worksheets/sheet1.xml")]
    [InlineData("xl/sharedStrings.xml")]
    [InlineData("xl/workbook.xml")]
    public async Task A_DTD_is_refused(string part) => await FailsAsync(
        AudienceErrorCode.DamagedFile,
        new Workbook().Sheet("a", "").Part(part, $"<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><workbook xmlns=\"{Workbook.Namespace}\">&b;</workbook>"));

    [Fact]
    public async Task A_workbook_that_breaks_off_is_an_error_wherever_it_does()
    {
        var bytes = Workbook.Of("<row r=\"1\"><c t=\"inlineStr\"><is><t>phone</t></is></c></row><row r=\"2\"><c><v>442079460958</v></c></row>");
        for (var length = 4; length < bytes.Length; length += 7)
        {
            await FailsAsync(AudienceErrorCode.DamagedFile, bytes[..length]);
        }
    }

    [Fact]
    public async Task A_workbook_with_wrong_bytes_is_read_or_an_error_and_nothing_else()
    {
        var good = Workbook.Of("<row r=\"1\"><c t=\"inlineStr\"><is><t>phone</t></is></c></row><row r=\"2\"><c><v>442079460958</v></c></row>");
        var random = new Random(29);
        for (var i = 0; i < 500; i++)
        {
            var bytes = (byte[])good.Clone();
            bytes[random.Next(4, bytes.Length)] ^= (byte)(1 << random.Next(8));
            using var file = new Input(bytes, ".xlsx");
            try
            {
                await file.ReadAsync();
            }
            catch (AudienceException)
            {
            }
        }
    }

    // A part whose filling comes over and over, and that isn't even closed.
    private static Action<Stream> Around(string before, string filling, int times, string root = "worksheet") => stream =>
    {
        stream.Write(Encoding.UTF8.GetBytes($"<{root} xmlns=\"{Workbook.Namespace}\">{before}"));
        var bytes = Encoding.UTF8.GetBytes(filling);
        for (var i = 0; i < times; i++)
        {
            stream.Write(bytes);
        }
    };

    private static Task<AudienceException> FailsAsync(AudienceErrorCode code, Workbook workbook) => FailsAsync(code, workbook.ToBytes());

    private static async Task<AudienceException> FailsAsync(AudienceErrorCode? code, byte[] bytes)
    {
        using var file = new Input(bytes, ".xlsx");
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var (_, error) = await file.ReadToErrorAsync();
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, AllowedBytes);
        if (code is not null)
        {
            Assert.True(code == error.Code, error.ToString());
        }

        return error;
    }
}
