using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AudienceTools.Core.Tests.Import;

/// <summary>A request as <see cref="FakeAudienceService"/> sees it.</summary>
internal sealed record FakeRequest(string Method, string Path, string QueryText, string Body, string? IdempotencyKey)
{
    /// <summary>Whether it adds members to an audience.</summary>
    public bool IsAdd => Method == "POST" && Path.Count(static character => character == '/') > (Path.StartsWith("/atoms", StringComparison.Ordinal) ? 3 : 2);

    /// <summary>The same for every try of a request, and in every run of a test.</summary>
    public string Identity => $"{Method} {Path} {QueryText} {NumbersIn(Body)}";

    public static async Task<FakeRequest> ReadAsync(HttpRequestMessage message) => new(
        message.Method.Method,
        message.RequestUri!.AbsolutePath,
        message.RequestUri.Query,
        message.Content is null ? "" : await message.Content.ReadAsStringAsync(CancellationToken.None),
        message.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null);

    public int Query(string name) =>
        int.Parse(Regex.Match(QueryText, $"[?&]{name}=([0-9]+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value, CultureInfo.InvariantCulture);

    public List<JsonObject> JsonRows(string property) =>
        [.. JsonNode.Parse(Body)![property]!.AsArray().Select(static row => (JsonObject)row!.DeepClone())];

    /// <summary>The numbers that an add sends.</summary>
    public IReadOnlyList<string> Numbers() =>
        [.. Regex.Matches(Body, @"\+[0-9]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(static match => match.Value)];

    public string FormField(string name) =>
        Regex.Match(Body, $"name=\"{name}\"\r\n\r\n(.*)\r\n", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

    /// <summary>The rows of the form's file, whose cells need no quotes in these tests.</summary>
    public IEnumerable<JsonObject> FormRows()
    {
        const string before = "filename=\"contacts.csv\"\r\n\r\n";
        var file = Body[(Body.IndexOf(before, StringComparison.Ordinal) + before.Length)..Body.LastIndexOf("\r\n--", StringComparison.Ordinal)];
        var lines = file.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var names = lines[0].Split(',');
        return lines[1..].Select(line => new JsonObject(
            names.Zip(line.Split(','), static (name, cell) => KeyValuePair.Create(name, (JsonNode?)cell))));
    }

    // A multipart boundary and an import's keys are random; the numbers aren't.
    private static string NumbersIn(string body) =>
        string.Concat(Regex.Matches(body, @"\+[0-9]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(static match => match.Value));
}
