using System.Net;
using System.Text.Json;
using AudienceTools.Core.Dialects;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>
/// The answers in the vendors' public documents are read as they mean it, and whatever one field of them turns into, all that the
/// others say is read as before.
/// </summary>
public sealed class ExampleTests
{
    public static TheoryData<string> Names => [.. Examples.All.Select(static example => example.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_example_is_read_as_it_is_meant(string name)
    {
        var example = Examples.Of(name);

        Assert.Equal(
            example.Says.Select(static line => $"{line.Key} = {line.Value.Value}"),
            Read(example, example.Root).Select(static line => $"{line.Key} = {line.Value}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_field_that_is_missing_null_or_of_another_type_changes_nothing_but_what_it_says_itself(string name)
    {
        var example = Examples.Of(name);
        var whole = Read(example, example.Root);
        var wrong = new List<string>();
        var changes = 0;
        foreach (var change in JsonChanges.Of(example.Json))
        {
            changes++;
            var read = whole;
            var exception = Record.Exception(() => read = Read(example, change.Root));
            if (exception is not null && (exception is not AudienceException || !example.Unusable.Contains(change.Path)))
            {
                wrong.Add($"{change.Path} {change.What}: {exception.GetType().Name}");
            }

            wrong.AddRange(whole.Keys.Union(read.Keys)
                .Where(line => whole.GetValueOrDefault(line) != read.GetValueOrDefault(line))
                .Where(line => change.IsSameValue || !example.ComesFrom(line, change.Path))
                .Select(line => $"{change.Path} {change.What}: {line} is {read.GetValueOrDefault(line) ?? "gone"}"));
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

    private static Dictionary<string, string> Read(Example example, JsonElement root)
    {
        // What the pipeline asks of every answer is asked here, too.
        var dialect = KnownDialects.Of(example.Service);
        Assert.False(example.Status == HttpStatusCode.OK && dialect.SaysFailed(root));
        return ModelText.Of(example.Read(dialect, new Answer(example.Status, root)));
    }
}
