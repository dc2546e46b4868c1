using System.Text;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading.Workbooks;

[Collection(nameof(MemoryTests))]
public class WorkbookMemoryTests
{
    [Fact]
    public async Task Memory_does_not_grow_with_the_rows()
    {
        const int Rows = 100_000;
        var workbook = new Workbook().Sheet("A", "").Part("xl/worksheets/sheet1.xml", static stream =>
        {
            using var writer = new StreamWriter(stream, Encoding.UTF8, leaveOpen: true);
            writer.Write($"<worksheet xmlns=\"{Workbook.Namespace}\"><sheetData><row>{Workbook.Text("phone")}{Workbook.Text("name")}</row>");
            for (var i = 0; i < Rows; i++)
            {
                writer.Write($"<row><c><v>{442_070_000_000 + i}</v></c>{Workbook.Text("Ann " + i)}</row>");
            }

            writer.Write("</sheetData></worksheet>");
        });
        using var file = new Input(workbook.ToBytes(), ".xlsx");
        await using var reader = ContactReaders.OpenFile(file.Path, new ReaderOptions());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (most, count) = (0L, 0);
        await foreach (var chunk in reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            if ((count += chunk.Count) % 25_600 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.Equal(Rows, count);
        Assert.True(most < 1 << 20, $"{most} bytes");
    }
}
