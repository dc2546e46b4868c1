using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using AudienceTools.Core.Import;
using AudienceTools.Core.Reading;
using AudienceTools.Core.Tests.Import;

namespace AudienceTools.Core.Tests.Reading.Fuzz;

/// <summary>
/// Files of each kind by chance, half of them damaged: rows come of them or an <see cref="AudienceException"/>, soon, and of those that are
/// whole every record comes, as it was written or refused.
/// </summary>
/// <remarks>
/// 2,000 of each; other numbers by the environment, as in <c>AUDIENCETOOLS_FUZZ_FILES=100000 dotnet test tests/AudienceTools.Core.Tests
/// --filter FullyQualifiedName~FuzzTests</c>. What fails prints its seed, which <c>AUDIENCETOOLS_FUZZ_SEED</c> takes with
/// <c>AUDIENCETOOLS_FUZZ_FILES=1</c>.
/// </remarks>
public class FuzzTests
{
    // So long that nothing but a loop without an end takes longer, however busy the machine is; and what a person would call a hang.
    private static readonly TimeSpan s_endless = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(2);
    private static readonly Func<Random, FuzzFile>[] s_kinds = [CsvFuzz.Make, JsonFuzz.MakeList, JsonFuzz.MakeLines, WorkbookFuzz.Make];

    private static int Files => Setting("AUDIENCETOOLS_FUZZ_FILES") ?? 2000;

    [Theory]
    [InlineData("CSV", 0)]
    [InlineData("JSON", 1)]
    [InlineData("JSON Lines", 2)]
    [InlineData("XLSX", 3)]
    public async Task Rows_or_a_typed_error_come_of_any_file(string name, int kind)
    {
        var first = Setting("AUDIENCETOOLS_FUZZ_SEED") ?? Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"{Files} files of {name} from seed {first} on");
        var folder = Directory.CreateTempSubdirectory("audience-fuzz-");
        var paths = new ConcurrentBag<string>();
        try
        {
            await Parallel.ForAsync(0, Files, async (i, ct) =>
            {
                var seed = unchecked(first + i);
                var path = paths.TryTake(out var free) ? free : Path.Combine(folder.FullName, Path.GetRandomFileName());
                try
                {
                    await JudgeAsync(seed, kind, path).WaitAsync(s_endless, ct);
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException($"{name}, seed {seed}: {exception.Message}", exception);
                }

                paths.Add(path);
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task JudgeAsync(int seed, int kind, string path)
    {
        // Off the thread, so that a loop without an end doesn't take the one that watches.
        await Task.Yield();
        var random = new Random(seed);
        var file = s_kinds[kind](random);
        if (random.Next(2) == 0)
        {
            file = file.Damaged(random, () => FuzzTexts.Pick(random, s_kinds)(random));
        }

        await File.WriteAllBytesAsync(path, file.Bytes);
        var started = Stopwatch.GetTimestamp();
        var (rows, error) = await ReadAsync(path, file.Options);

        // A busy machine is slow for once, a hang always.
        for (var tries = 1; Stopwatch.GetElapsedTime(started) > s_hang; tries++)
        {
            Assert.True(tries < 5, "It takes more than two seconds.");
            started = Stopwatch.GetTimestamp();
            await ReadAsync(path, file.Options);
        }

        Assert.All(rows, row => Assert.Equal(row.Header.Names.Count, row.Values.Length));
        if (file.Rows is { } expected)
        {
            Compare(expected, rows, error);
        }

        if (seed % 4 == 0)
        {
            await CheckAsync(path, file.Options, rows.Count, error);
        }
    }

    private static async Task<(List<SourceRow> Rows, AudienceException? Error)> ReadAsync(string path, ReaderOptions options)
    {
        var rows = new List<SourceRow>();
        try
        {
            await Input.ReadAsync(path, options, rows);
            return (rows, null);
        }
        catch (AudienceException error)
        {
            return (rows, error);
        }
    }

    private static void Compare(IReadOnlyList<ExpectedRow> expected, List<SourceRow> rows, AudienceException? error)
    {
        Assert.Null(error);
        var next = 0;
        foreach (var record in expected)
        {
            // A damaged line may have become several values, and is at least one row, or nothing where nothing is left of it.
            var start = next;
            while (next < rows.Count && rows[next].RowNumber == record.RowNumber)
            {
                next++;
            }

            Assert.True(next > start, $"There is no row {record.RowNumber}.");
            if (record.Values is null)
            {
                continue;
            }

            var row = rows[start];
            Assert.Equal(start + 1, next);
            Assert.Equal(record.Values.Select(static value => value ?? ""), row.Values.Select(static value => value ?? ""));
            Assert.True(record.IsRefused == row.Problem is not null, row.Problem?.Reason ?? $"Row {row.RowNumber} isn't refused.");
        }

        Assert.Equal(rows.Count, next);
    }

    // What the rows come to: each has a fate.
    private static async Task CheckAsync(string path, ReaderOptions options, int rows, AudienceException? error)
    {
        try
        {
            await using var reader = ContactReaders.OpenFile(path, options);
            var summary = await new ContactCheck(AudienceService.Local, new ImportOptions(), new ResultsObserver(wantsResults: false), TimeProvider.System)
                .RunAsync(reader, TestContext.Current.CancellationToken);
            Assert.Null(error);
            Assert.Equal(rows, summary.Received);
            Assert.Equal(rows, summary.Valid + summary.Blank + summary.Invalid + summary.DuplicateInInput);
        }
        catch (AudienceException)
        {
        }
    }

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;
}
