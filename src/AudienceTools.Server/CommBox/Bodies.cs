using System.Text.Json.Serialization;

namespace AudienceTools.Server.CommBox;

/// <summary>The list of all audiences; here the status is text.</summary>
internal sealed record ListBody(
    string Status,
    string Description,
    [property: JsonPropertyName("response_time")] string ResponseTime,
    IReadOnlyList<AudienceBody> Data);

/// <summary>What was done, and to which audience.</summary>
internal sealed record DoneBody(
    int Status, string Description, [property: JsonPropertyName("response_time")] string ResponseTime, AudienceReference Data);

/// <summary>What went wrong.</summary>
internal sealed record ErrorBody(int Status, string Description, [property: JsonPropertyName("response_time")] string ResponseTime);

/// <summary>An audience in the list. A dynamic one has no count.</summary>
internal sealed record AudienceBody(
    string Id,
    string Name,
    [property: JsonPropertyName("created_time")] string CreatedTime,
    [property: JsonPropertyName("user_count"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? UserCount,
    string Type);

/// <summary>An audience by its id, a number in text.</summary>
internal sealed record AudienceReference(string Id);
