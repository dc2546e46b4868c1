using System.Net;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>
/// The answers in the vendors' public documents are read as they mean it. Whatever one field of them turns into, the answer is refused
/// with an error that says so, or all that the others say is read as before.
/// </summary>
public sealed class ExampleTests
{
    public static TheoryData<string> Names => [.. Examples.All.Select(static example => example.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_example_is_read_as_it_is_meant(string name)
    {
        var example = Examples.Of(name);

        Assert.Equal(
            example.Says.Select(static line => $"{line.Key} = {line.Value.Value}"),
            (await ReadAsync(example, example.Json)).Select(static line => $"{line.Key} = {line.Value}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Whatever_one_field_turns_into_nothing_else_is_lost_and_nothing_that_must_be_there_is_done_without(string name)
    {
        var example = Examples.Of(name);
        var whole = await ReadAsync(example, example.Json);
        var wrong = new List<string>();
        var changes = 0;
        foreach (var change in JsonChanges.Of(example.Json))
        {
            changes++;
            var expected = example.ExpectedOf(change);
            try
            {
                var read = await ReadAsync(example, change.Json);
                wrong.AddRange(expected == Expected.Read
                    ? whole.Keys.Union(read.Keys)
                        .Where(line => whole.GetValueOrDefault(line) != read.GetValueOrDefault(line))
                        .Where(line => !MayDiffer(example, change, line, read.GetValueOrDefault(line)))
                        .Select(line => $"{change}: {line} is {read.GetValueOrDefault(line) ?? "gone"}")
                    : [$"{change}: is read"]);
            }
            catch (AudienceException exception) when (CodeOf(expected) == exception.Code)
            {
                // As it should be.
            }
            catch (Exception exception)
            {
                wrong.Add($"{change}: {exception.GetType().Name} {exception.Message}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(changes > 0);
    }

    [Fact]
    public void Every_recorded_answer_is_read_by_an_example() =>
        Assert.Equal(
            Directory.EnumerateFiles(Examples.Folder, "*.json", SearchOption.AllDirectories)
                .Select(static file => Path.ChangeExtension(Path.GetRelativePath(Examples.Folder, file), null).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
            Examples.All.Select(static example => example.Name).Order(StringComparer.Ordinal));

    private static bool MayDiffer(Example example, JsonChange change, string line, string? value) => change.Kind switch
    {
        JsonChangeKind.SameValue => false,
        JsonChangeKind.Extra => example.IsColumn(change) && line.EndsWith($"[{JsonChange.Unknown}]", StringComparison.Ordinal) && value == "extra",
        _ => example.ComesFrom(line, change.Path),
    };

    private static AudienceErrorCode? CodeOf(Expected expected) => expected switch
    {
        Expected.Unreadable => AudienceErrorCode.UnreadableAnswer,
        Expected.NotFound => AudienceErrorCode.AudienceNotFound,
        _ => null,
    };

    // An answer that isn't an error comes through the pipeline, which is where it is found unreadable.
    private static async Task<Dictionary<string, string>> ReadAsync(Example example, string json)
    {
        var dialect = KnownDialects.Of(example.Service);
        if (example.Status != HttpStatusCode.OK)
        {
            using var error = System.Text.Json.JsonDocument.Parse(json);
            return ModelText.Of(example.Read(dialect, new Answer(example.Status, error.RootElement)));
        }

        using var client = Clients.Of(example.Service, Replies.Json(json));
        return await client.SendAsync(
            new ServiceCall<Dictionary<string, string>>(HttpMethod.Get, "x", answer => ModelText.Of(example.Read(dialect, answer))), Clients.Cancel);
    }
}
