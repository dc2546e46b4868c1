using System.Net;
using System.Text.Json;
using AudienceTools.Core.Dialects;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>A recorded answer, how it is read, and what it says.</summary>
/// <param name="Name">Its service and operation; its file's name, too.</param>
/// <param name="Read">Reads it.</param>
/// <param name="Meaning">
/// A line for each thing that is read from it: <c>name = value &lt;- the fields that say so</c>, which are none where the request does.
/// </param>
internal sealed record Example(string Name, Func<ServiceDialect, Answer, object?> Read, string Meaning)
{
    public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

    /// <summary>The fields without which the answer can't be used at all.</summary>
    public IReadOnlyList<string> Unusable { get; init; } = [];

    public AudienceService Service => Enum.Parse<AudienceService>(Name.Split('/')[0]);

    public string Json { get; } = File.ReadAllText(Path.Combine(Examples.Folder, Name + ".json"));

    public JsonElement Root => JsonDocument.Parse(Json).RootElement;

    /// <summary>The lines of <see cref="Meaning"/>, in their order.</summary>
    public OrderedDictionary<string, (string Value, string[] Sources)> Says { get; } = Lines(Meaning);

    /// <summary>Whether a line may change with a field: it is what says so, lies within that, or holds it.</summary>
    public bool ComesFrom(string line, string path) =>
        Says.TryGetValue(line, out var said) && said.Sources.Any(source => Holds(source, path) || Holds(path, source));

    private static bool Holds(string outer, string inner) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '[');

    private static OrderedDictionary<string, (string Value, string[] Sources)> Lines(string meaning)
    {
        var lines = new OrderedDictionary<string, (string Value, string[] Sources)>(StringComparer.Ordinal);
        foreach (var line in meaning.ReplaceLineEndings("\n").Split('\n'))
        {
            var (said, sources) = line.Split(" <- ") is [var left, var right] ? (left, right.Split(", ")) : (line, []);
            var parts = said.Split(" = ", 2);
            lines.Add(parts[0], (parts[1], sources));
        }

        return lines;
    }
}
