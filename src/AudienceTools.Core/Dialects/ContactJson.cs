using System.Text.Json;

namespace AudienceTools.Core.Dialects;

/// <summary>The shapes that OliAI's API and the local service's have in common.</summary>
internal static class ContactJson
{
    private static readonly byte[][] Fields =
        ["id"u8.ToArray(), "phoneNumber"u8.ToArray(), "name"u8.ToArray(), "language"u8.ToArray(), "metadata"u8.ToArray()];

    public static void WriteAudience(Utf8JsonWriter writer, string? name, string? description)
    {
        if (name is not null)
        {
            writer.WriteString("name", name);
        }

        if (description is not null)
        {
            writer.WriteString("description", description);
        }
    }

    /// <summary>An audience, which must have an identifier and a name.</summary>
    public static Audience ReadAudience(JsonElement audience, AudienceService service) =>
        ReadAudience(audience, service, Json.Id(audience, "id"), Json.Name(audience, "name"));

    /// <summary>An audience whose identifier or name are known, so that the answer may lack them.</summary>
    public static Audience ReadAudience(JsonElement audience, AudienceService service, string id, string name) => new()
    {
        Id = Json.Word(audience, "id") is { Length: > 0 } told ? told : id,
        Name = Json.Word(audience, "name") ?? name,
        Description = Json.Word(audience, "description"),
        MemberCount = Json.Count(audience, "contactCount") ?? Json.Count(audience, "currentMemberCount"),
        CreatedAt = Json.Time(audience, "createdAt"),
        UpdatedAt = Json.Time(audience, "updatedAt"),
        Campaigns = CampaignJson.Read(audience),
        Service = service.ToString(),
    };

    /// <summary>Reads the contacts of one answer, see <see cref="ReadMember"/>.</summary>
    public static Func<JsonElement, AudienceMember> Members(ColumnSets sets, string? audienceId)
    {
        var members = new MemberReader(sets, audienceId);
        return contact => ReadMember(members, contact);
    }

    /// <summary>
    /// A contact with its metadata as columns. What came as a row has its name in there too; a name or language of the contact's own
    /// stands beside, unless it is the number, which goes as the name of a contact without one, or put together from columns.
    /// </summary>
    private static AudienceMember ReadMember(MemberReader members, JsonElement contact)
    {
        Span<JsonElement> fields = [default, default, default, default, default];
        Json.Properties(contact, Fields, fields);
        var (id, phone, columns) = (Json.Word(fields[0]), Json.Word(fields[1]), Metadata(fields[4]));
        Span<(string, string?)> beside = [default, default];
        var count = 0;
        if (Json.SharedText(fields[2], phone) is { } name
            && !string.Equals(name, phone, StringComparison.Ordinal)
            && !HasColumn("name")
            && !string.Equals(name, ContactName.Of(columns), StringComparison.Ordinal))
        {
            beside[count++] = ("name", name);
        }

        if (Json.Text(fields[3]) is { } language && !HasColumn("language"))
        {
            beside[count++] = ("language", language);
        }

        return members.Read(
            id is { Length: > 0 } ? id : throw AnswerShapeException.Lacks("id"), phone, beside[..count], columns, leaveOut: null);

        bool HasColumn(string column) => columns is { } inside && inside.TryGetProperty(column, out _);
    }

    // An empty array is what some languages make of an object without properties. Of anything else the columns would be lost.
    private static JsonElement? Metadata(JsonElement metadata) => metadata.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Object => metadata,
        JsonValueKind.Array when metadata.GetArrayLength() == 0 => null,
        _ => throw new AnswerShapeException("has something in 'metadata' that is no object"),
    };

    /// <summary>What an add did: in full on the local service; OliAI tells the number of members afterwards only.</summary>
    public static AddedContacts ReadAdded(Answer answer) => new(
        Json.Count(Json.Object(answer.Root), "added") ?? 0,
        Json.Count(answer.Root, "skipped") ?? 0,
        [.. Json.Items(answer.Root, "rejected").Select(rejected => new RejectedContact(
            Json.Property(rejected, "index") is { } index ? Place(index) : -1,
            Json.Word(rejected, "code") ?? "Rejected",
            string.Join(' ', ServiceWords.Of(rejected)) is { Length: > 0 } words ? words : "The service refused the row."))],
        Json.Count(answer.Root, "contactCount"))
    {
        Known = Json.Property(answer.Root, "skippedIndexes") is { ValueKind: JsonValueKind.Array } places
            ? [.. places.EnumerateArray().Select(Place)] : null,
        Said = ServiceWords.Line(answer.Root),
    };

    private static int Place(JsonElement index) => Json.Count(index) is { } place and <= int.MaxValue ? (int)place : -1;

    public static RemovedContacts ReadRemoved(Answer answer)
    {
        var told = answer.Root.ValueKind == JsonValueKind.Undefined ? answer.Root : Json.Object(answer.Root);
        return new(Json.Count(told, "removed"), Json.Count(told, "contactCount"));
    }

    public static ServiceError ReadError(Answer answer)
    {
        var campaigns = CampaignJson.OfError(answer.Root);
        return new ServiceError(ServiceWords.Of(answer.Root, "message"))
        {
            Campaigns = campaigns,
            Code = campaigns.Count > 0 || CampaignJson.AreCounted(answer.Root) ? AudienceErrorCode.AudienceInUse
                : Json.Text(answer.Root, "code") is nameof(AudienceErrorCode.DatabaseDamaged) ? AudienceErrorCode.DatabaseDamaged
                : null,
        };
    }
}
