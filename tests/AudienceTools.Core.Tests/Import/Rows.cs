using System.Globalization;
using System.Runtime.CompilerServices;
using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Import;

/// <summary>Rows for imports, all with numbers of one exchange in the United States.</summary>
internal static class Rows
{
    private static readonly RowHeader s_header = new(["Phone", "City"]);

    public static string Number(int index) => string.Create(CultureInfo.InvariantCulture, $"+1415{5_550_000 + index}");

    /// <summary>That many good rows with numbers counted up, in an order that is the same each time.</summary>
    public static List<SourceRow> Good(int count, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(i => Row(i - first, Number(i), $"City {i}"))];

    public static List<SourceRow> Of(params IEnumerable<string?> numbers) =>
        [.. numbers.Select(static (number, index) => Row(index, number, $"City {index}"))];

    /// <summary>Good, blank and unusable rows, and doubles in other spellings, shuffled by a seed.</summary>
    public static (List<SourceRow> Rows, HashSet<string> Numbers) Mixed(int seed, int count)
    {
        var random = new Random(seed);
        var rows = new List<SourceRow>();
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var number = Number(random.Next(count));
            rows.Add(random.Next(12) switch
            {
                0 => Row(i, null, null),
                1 => Row(i, "n/a", "Pune"),
                2 => Row(i, number[1..], "Pune"),
                3 => Row(i, Spelt(number), $"City {i}"),
                _ => Row(i, number, $"City {i}"),
            });
            if (rows[^1].Values[0] is { } text && PhoneNumber.TryParse(text, null, out var parsed) == PhoneNumberProblem.None)
            {
                numbers.Add(parsed.ToString());
            }
        }

        return (rows, numbers);
    }

    public static SourceRow Row(int index, string? number, string? city) => new(index + 2, s_header, [number, city], null);

    private static string Spelt(string number) => $"00{number[1]} ({number[2..5]}) {number[5..8]}-{number[8..]}";
}

/// <summary>Reads rows that are in memory, in chunks of a size; may end in an error, and may do something before a row.</summary>
internal sealed class RowsReader(IReadOnlyList<SourceRow> rows, int chunk = 64) : IContactReader
{
    public string? SourceName => null;

    public long? TotalBytes => null;

    public long BytesRead => 0;

    public string? Fingerprint { get; init; }

    /// <summary>What the reading ends in.</summary>
    public Exception? Fails { get; init; }

    /// <summary>Called with the place of each chunk's first row.</summary>
    public Action<int>? Before { get; init; }

    public async IAsyncEnumerable<IReadOnlyList<SourceRow>> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        for (var i = 0; i < rows.Count; i += chunk)
        {
            Before?.Invoke(i);
            ct.ThrowIfCancellationRequested();
            yield return [.. rows.Skip(i).Take(chunk)];
        }

        if (Fails is not null)
        {
            throw Fails;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
