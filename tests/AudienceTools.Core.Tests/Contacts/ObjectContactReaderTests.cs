using AudienceTools.Core.Contacts;

namespace AudienceTools.Core.Tests.Contacts;

public class ObjectContactReaderTests
{
    [Fact]
    public async Task Objects_with_the_same_columns_share_a_header_and_others_have_their_own()
    {
        var rows = await ReadAsync(
            [("phone", "+442079460958"), ("name", "Ann")],
            [("phone", "+442079460959"), ("name", "Bob")],
            [("name", "Eve"), ("phone", null)]);
        Assert.Equal([2, 3, 4], rows.Select(row => row.RowNumber));
        Assert.Same(rows[0].Header, rows[1].Header);
        Assert.Equal(["name", "phone"], rows[2].Header.Names);
        Assert.Equal(["Eve", null], rows[2].Values.AsEnumerable());
    }

    [Fact]
    public async Task Values_that_are_no_text_become_the_same_text_everywhere()
    {
        var culture = Thread.CurrentThread.CurrentCulture;
        Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo("de-DE");
        try
        {
            var row = (await ReadAsync(
            [
                ("long", 442079460958L), ("double", 442079460958d), ("fraction", 1.5), ("decimal", 2.5m), ("flag", true), ("single", 7f),
                ("day", new DateTime(2026, 1, 31)), ("time", new DateTime(2026, 1, 31, 12, 30, 0, DateTimeKind.Utc)), ("nothing", null),
            ])).Single();
            Assert.Equal(
                ["442079460958", "442079460958", "1.5", "2.5", "true", "7", "2026-01-31", "2026-01-31T12:30:00Z", null],
                row.Values.AsEnumerable());
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData(1e15)]
    [InlineData(1e16)]
    [InlineData(442079460958f)]
    [InlineData(442079460958.5)]
    public async Task A_number_that_has_lost_digits_is_never_taken_for_a_phone_number(object value)
    {
        var text = (await ReadAsync([("phone", value)]))[0].Values[0];
        Assert.True(CountryCode.TryParse("49", out var country));
        Assert.NotEqual(PhoneNumberProblem.None, PhoneNumber.TryParse(text, country, out _));
    }

    private static async Task<List<SourceRow>> ReadAsync(params (string Name, object? Value)[][] objects)
    {
        await using var reader = new ObjectContactReader(Chunk(objects));
        var rows = new List<SourceRow>();
        await foreach (var chunk in reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.AddRange(chunk);
        }

        return rows;
    }

    private static async IAsyncEnumerable<IReadOnlyList<IReadOnlyList<KeyValuePair<string, object?>>>> Chunk((string Name, object? Value)[][] objects)
    {
        await Task.CompletedTask;
        yield return Array.ConvertAll(objects, o => Array.ConvertAll(o, pair => KeyValuePair.Create(pair.Name, pair.Value)));
    }
}
