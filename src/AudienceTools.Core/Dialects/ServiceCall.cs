using System.Net;
using System.Text.Json;
using AudienceTools.Core.Http;

namespace AudienceTools.Core.Dialects;

/// <summary>One request in a service's words, and how its answer is read. Pure: making one sends nothing.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query below the base address, without a leading slash, escaped.</param>
/// <param name="Read">
/// Reads a successful answer. Throws an <see cref="AnswerShapeException"/> where it lacks what it must have.
/// </param>
internal sealed record ServiceCall<T>(HttpMethod Method, string Path, Func<Answer, T> Read)
{
    /// <summary>The body, or null for none.</summary>
    public HttpContent? Body { get; init; }

    /// <summary>A key under which the service does the request once however often it comes.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// Whether sending it twice does what sending it once does. So it is for GET, PUT and DELETE (RFC 9110, 9.2.2), and for what
    /// carries an idempotency key.
    /// </summary>
    public bool Repeatable { get; init; } = Method != HttpMethod.Post && Method != HttpMethod.Patch;

    /// <summary>
    /// Whether a 204 says that it is done. So it is for DELETE (RFC 9110, 9.3.5), where some services send a 200 without a body, too.
    /// </summary>
    public bool IsDoneWithoutBody { get; init; } = Method == HttpMethod.Delete;

    /// <summary>Tells, once it was sent and however that ended, whether it can have taken effect.</summary>
    public Delivery Delivery { get; init; } = new();
}

/// <summary>A whole answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Root">The body as JSON; undefined where it has none.</param>
internal readonly record struct Answer(HttpStatusCode Status, JsonElement Root);

/// <summary>What a service says of an error.</summary>
/// <param name="Messages">Its own words.</param>
internal sealed record ServiceError(IReadOnlyList<string> Messages)
{
    /// <summary>What it means, where the service's words say more than the status.</summary>
    public AudienceErrorCode? Code { get; init; }

    /// <summary>The campaigns that stand in the way.</summary>
    public IReadOnlyList<AudienceCampaign> Campaigns { get; init; } = [];
}
