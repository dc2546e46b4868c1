using System.Text.Json;

namespace AudienceTools.Core.Dialects;

/// <summary>The shapes that OliAI's API and the local service's have in common.</summary>
internal static class ContactJson
{
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

    public static Audience ReadAudience(JsonElement audience, AudienceService service) => new()
    {
        Id = Json.Text(audience, "id") ?? "",
        Name = Json.Text(audience, "name") ?? "",
        Description = Json.Text(audience, "description"),
        MemberCount = Json.Count(audience, "contactCount"),
        CreatedAt = Json.Time(audience, "createdAt"),
        UpdatedAt = Json.Time(audience, "updatedAt"),
        Service = service,
    };

    /// <summary>
    /// A contact with its metadata as columns. What came as a row has its name in there too; a name or language of the contact's own
    /// stands beside, unless it is the number, which goes as the name of a contact without one, or put together from columns.
    /// </summary>
    public static AudienceMember ReadMember(MemberReader members, JsonElement contact, string? audienceId)
    {
        var columns = Json.Property(contact, "metadata");
        var phone = Json.Text(contact, "phoneNumber");
        List<(string, string?)> beside = [];
        if (Json.Text(contact, "name") is { } name
            && !string.Equals(name, phone, StringComparison.Ordinal)
            && !HasColumn("name")
            && !string.Equals(name, ContactName.Of(columns), StringComparison.Ordinal))
        {
            beside.Add(("name", name));
        }

        if (Json.Text(contact, "language") is { } language && !HasColumn("language"))
        {
            beside.Add(("language", language));
        }

        return members.Read(audienceId, Json.Text(contact, "id") ?? "", phone, beside, columns, leaveOut: null);

        bool HasColumn(string column) => columns is { ValueKind: JsonValueKind.Object } inside && inside.TryGetProperty(column, out _);
    }

    /// <summary>What an add did: in full on the local service; OliAI tells the number of members afterwards only.</summary>
    public static AddedContacts ReadAdded(Answer answer) => new(
        Json.Count(answer.Root, "added") ?? 0,
        Json.Count(answer.Root, "skipped") ?? 0,
        [.. Json.Items(answer.Root, "rejected").Select(rejected => new RejectedContact(
            (int)(Json.Count(rejected, "index") ?? -1),
            Json.Text(rejected, "code") ?? "Rejected",
            Json.Text(rejected, "message") ?? "The service refused the row."))],
        Json.Count(answer.Root, "contactCount"))
    {
        Known = Json.Property(answer.Root, "skippedIndexes") is null ? null : [.. Json.Items(answer.Root, "skippedIndexes").Select(static index => (int)(Json.Number(index) ?? -1))],
    };

    public static RemovedContacts ReadRemoved(Answer answer) =>
        new(Json.Count(answer.Root, "removed"), Json.Count(answer.Root, "contactCount"));

    public static ServiceError ReadError(Answer answer)
    {
        var message = Json.Property(answer.Root, "message");
        List<string> messages = message is { ValueKind: JsonValueKind.Array } several
            ? [.. several.EnumerateArray().Select(Json.Text).OfType<string>()]
            : message is { } one && Json.Text(one) is { } text ? [text] : [];
        List<AudienceCampaign> campaigns = [.. Json.Items(answer.Root, "campaigns").Select(campaign => new AudienceCampaign(
            Json.Text(campaign, "id") ?? "", Json.Text(campaign, "name") ?? "", Json.Text(campaign, "status")))];
        return new ServiceError(messages)
        {
            Campaigns = campaigns,
            Code = campaigns.Count > 0 ? AudienceErrorCode.AudienceInUse
                : Json.Text(answer.Root, "code") is nameof(AudienceErrorCode.DatabaseDamaged) ? AudienceErrorCode.DatabaseDamaged
                : null,
        };
    }
}
