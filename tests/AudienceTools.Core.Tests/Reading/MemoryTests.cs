using System.Text;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading;

/// <summary>Tests that count allocated bytes run alone, since the counter is the process's.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public class MemoryTests
{
    [Fact]
    public async Task A_cell_of_ten_megabytes_is_an_error_and_not_ten_megabytes_of_memory()
    {
        using var file = new Input(Encoding.UTF8.GetBytes("phone,name\n+442079460958,\"" + new string('x', 10 << 20) + "\n"));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var (rows, error) = await file.ReadToErrorAsync();
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 9 << 20);
        Assert.Equal(AudienceErrorCode.DamagedFile, error.Code);
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(RowReasons.RowTooLarge, Assert.Single(rows).Problem?.ReasonCode);
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_rows()
    {
        const int Rows = 200_000;
        var text = new StringBuilder("phone,name\n");
        for (var i = 0; i < Rows; i++)
        {
            text.Append("+4420").Append(70_000_000 + i).Append(",Ann\n");
        }

        using var file = new Input(Encoding.UTF8.GetBytes(text.ToString()));
        text.Clear();
        await using var reader = ContactReaders.OpenFile(file.Path, new ReaderOptions());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        var count = 0;
        await foreach (var chunk in reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            if ((count += chunk.Count) % 51_200 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.Equal(Rows, count);
        Assert.True(most < 1 << 20, $"{most} bytes");
    }
}
