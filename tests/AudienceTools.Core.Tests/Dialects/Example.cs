using System.Net;
using System.Text.RegularExpressions;
using AudienceTools.Core.Dialects;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>A recorded answer, how it is read, and what it says.</summary>
/// <param name="Name">Its service and operation; its file's name, too.</param>
/// <param name="Read">Reads it.</param>
/// <param name="Meaning">
/// A line for each thing that is read from it: <c>name = value &lt;- the fields that say so</c>, which are none where the request does.
/// </param>
internal sealed partial record Example(string Name, Func<ServiceDialect, Answer, object?> Read, string Meaning)
{
    public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

    /// <summary>
    /// What the answer must have, such as <c>data[].name</c>, or else it can't be used; with a question mark what may be missing or null,
    /// but not be of another type. Everything else may be missing.
    /// </summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Objects whose properties are columns, whatever they are called.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The one item of the answer that is looked for; null where all are taken.</summary>
    public string? Sought { get; init; }

    public AudienceService Service => Enum.Parse<AudienceService>(Name.Split('/')[0]);

    public string Json { get; } = File.ReadAllText(Path.Combine(Examples.Folder, Name + ".json"));

    /// <summary>The lines of <see cref="Meaning"/>, in their order.</summary>
    public OrderedDictionary<string, (string Value, string[] Sources)> Says { get; } = Lines(Meaning);

    /// <summary>What is expected of the answer with a change.</summary>
    public Expected ExpectedOf(JsonChange change)
    {
        var place = AnyIndex().Replace(change.Path, "[]");
        var needed = Needs.Contains(place);
        var unreadable = change.Kind switch
        {
            JsonChangeKind.Twice => Status == HttpStatusCode.OK,
            JsonChangeKind.LeftOut or JsonChangeKind.Null => needed || (place.Length == 0 && Needs.Any(static need => !need.EndsWith('?'))),
            JsonChangeKind.Emptied => Needs.Any(need => need.Length > 0 && !need.EndsWith('?')
                && (place.Length == 0 || need.StartsWith(place + ".", StringComparison.Ordinal))),
            JsonChangeKind.OtherType => needed || (Needs.Contains(place + "?") && !change.IsEmptyArray) || (place.Length == 0 && Needs.Count > 0),
            _ => false,
        };
        return unreadable ? Expected.Unreadable
            : change.Kind is not (JsonChangeKind.SameValue or JsonChangeKind.Extra)
                && Sought is not null && (Holds(change.Path, Sought) || Holds(Sought, change.Path)) ? Expected.NotFound
            : Expected.Read;
    }

    /// <summary>Whether an extra property of an object is read: as a column.</summary>
    public bool IsColumn(JsonChange change) => change.Kind == JsonChangeKind.Extra && Columns.Contains(AnyIndex().Replace(change.Path, "[]"));

    /// <summary>Whether a line may change with a field: it is what says so, lies within that, or holds it.</summary>
    public bool ComesFrom(string line, string path) =>
        Says.TryGetValue(line, out var said) && said.Sources.Any(source => Holds(source, path) || Holds(path, source));

    private static bool Holds(string outer, string inner) =>
        outer.Length == 0 || (inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '['));

    [GeneratedRegex(@"\[\d+\]", RegexOptions.NonBacktracking)]
    private static partial Regex AnyIndex();

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

/// <summary>What becomes of an answer.</summary>
internal enum Expected
{
    /// <summary>It is read, and only what was changed reads otherwise.</summary>
    Read,

    /// <summary>It is refused as unreadable.</summary>
    Unreadable,

    /// <summary>What was looked for isn't in it.</summary>
    NotFound,
}
