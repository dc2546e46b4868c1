using System.Net;
using System.Text.Json;

namespace AudienceTools.Server.Tests.Support;

/// <summary>An answer, read whole.</summary>
internal sealed record Reply(HttpStatusCode Status, string Text, HttpResponseMessage Message)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public JsonElement this[string name] => Json.GetProperty(name);

    public string? Header(string name) => Message.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    /// <summary>Fails the test with the whole answer where the status isn't the expected one.</summary>
    public Reply Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status} came, {(int)status} was expected: {Text}");
        return this;
    }
}
