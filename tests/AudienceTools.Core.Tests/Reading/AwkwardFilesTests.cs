using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AudienceTools.Core.Columns;
using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading;

public class AwkwardFilesTests
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder())
        .Where(path => Path.GetExtension(path) is ".csv" or ".tsv" or ".txt" or ".xlsx")
        .Select(path => Path.GetFileName(path))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task What_must_come_of_an_awkward_file_comes_of_it(string name)
    {
        var path = Path.Combine(Folder(), name);
        var expected = JsonSerializer.Deserialize<Expectation>(await File.ReadAllTextAsync(Path.ChangeExtension(path, ".expected.json"), TestContext.Current.CancellationToken), s_json)!;
        if (expected.Error is { } code)
        {
            var error = await Assert.ThrowsAsync<AudienceException>(() => JudgeAsync(path, expected.Options));
            Assert.Equal(code, error.Code.ToString());
            Assert.Contains(expected.Says ?? "", error.Message, StringComparison.Ordinal);
            return;
        }

        var outcome = await JudgeAsync(path, expected.Options);
        Assert.Equal(expected.Received, outcome.Received);
        Assert.Equal(expected.Valid, outcome.Valid);
        Assert.Equal(expected.Refused, outcome.Refused);
        Assert.Equal(expected.Blank, outcome.Blank);
        Assert.Equal(outcome.Received, outcome.Valid.Count + outcome.Refused.Count + outcome.Blank.Count);
        if (expected.Columns is not null)
        {
            Assert.Equal(expected.Columns, outcome.Columns);
        }
    }

    private static async Task<Expectation> JudgeAsync(string path, Options options)
    {
        var rows = new List<SourceRow>();
        await Input.ReadAsync(path, new ReaderOptions
        {
            Delimiter = options.Delimiter,
            Encoding = options.Encoding is { } name ? Encoding.GetEncoding(name) : null,
            WorksheetName = options.WorksheetName,
            Header = options.Header,
            HeaderRow = options.HeaderRow,
        }, rows);
        var columns = new ColumnOptions { PhoneColumn = options.PhoneColumn, ColumnMap = options.ColumnMap };
        CountryCode? country = CountryCode.TryParse(options.DefaultCountryCode, out var parsed) ? parsed : null;
        var outcome = new Expectation { Received = rows.Count };
        foreach (var row in rows)
        {
            var plan = ColumnPlan.Create(row.Header.Declared ?? row.Header, columns);
            var values = plan.SourceIndexes.Select(i => row.Values.ElementAtOrDefault(i)).ToArray();
            outcome.Columns = [.. (outcome.Columns ?? []).Union(plan.NamesOf(ref values), StringComparer.Ordinal)];
            if (row.Problem is { } problem)
            {
                outcome.Refused.Add(new Refusal(row.RowNumber, problem.ReasonCode));
            }
            else if (row.IsBlank)
            {
                outcome.Blank.Add(row.RowNumber);
            }
            else if (PhoneNumber.TryParse(row.Values[plan.PhoneIndex], country, out var number) is var reason and not PhoneNumberProblem.None)
            {
                outcome.Refused.Add(new Refusal(row.RowNumber, reason.ToString()));
            }
            else
            {
                outcome.Valid.Add(number.ToString());
            }
        }

        return outcome;
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "AwkwardFiles"));

    private sealed record Refusal(long RowNumber, string ReasonCode);

    private sealed record Options
    {
        public char? Delimiter { get; init; }

        public string? Encoding { get; init; }

        public string? WorksheetName { get; init; }

        public string[]? Header { get; init; }

        public int? HeaderRow { get; init; }

        public string? PhoneColumn { get; init; }

        public Dictionary<string, string>? ColumnMap { get; init; }

        public string? DefaultCountryCode { get; init; }
    }

    private sealed record Expectation
    {
        public string Why { get; init; } = "";

        public Options Options { get; init; } = new();

        public int Received { get; init; }

        public List<string> Valid { get; init; } = [];

        public List<Refusal> Refused { get; init; } = [];

        public List<long> Blank { get; init; } = [];

        public IReadOnlyList<string>? Columns { get; set; }

        public string? Error { get; init; }

        public string? Says { get; init; }
    }
}
