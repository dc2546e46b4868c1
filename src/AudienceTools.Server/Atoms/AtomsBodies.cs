using System.Text.Json;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Atoms;

/// <summary>Turns what is stored into what is sent, and the ids of requests into what is stored.</summary>
internal sealed class AtomsBodies(PublicIds ids)
{
    private readonly string _organization = ids.AtomsOrganization;

    public AudienceBody Of(Audience audience) => new(
        ids.AtomsAudience(audience.Id),
        audience.Name,
        audience.Description,
        audience.PhoneColumn,
        IdentifierColumnName: null,
        _organization,
        _organization,
        Timestamp.Format(audience.Created),
        Timestamp.Format(audience.Updated));

    /// <summary>The column that identifies contacts stands in the answer to a create alone.</summary>
    public AudienceBody OfNew(Audience audience) => Of(audience) with { IdentifierColumnName = audience.IdentifierColumn };

    public AudienceBody Of(Audience audience, IEnumerable<Campaign> campaigns)
    {
        var uses = campaigns.Select(campaign => new CampaignOfAudience(
            ids.AtomsCampaign(campaign.Id), campaign.Name, StatusName(campaign.Status), Timestamp.Format(campaign.Created))).ToArray();
        return Of(audience) with { MemberCount = audience.MemberCount, HasCampaigns = uses.Length > 0, Campaigns = uses };
    }

    public MemberBody Of(Audience audience, Member member) =>
        new(ids.AtomsMember(member.AudienceId, member.Seq), new RawJson(Data(audience, member)));

    public CampaignBody Of(Campaign campaign) => new(
        ids.AtomsCampaign(campaign.Id),
        campaign.Name,
        _organization,
        campaign.Flow,
        _organization,
        ids.AtomsAudience(campaign.AudienceId),
        StatusName(campaign.Status),
        Timestamp.Format(campaign.Created),
        Timestamp.Format(campaign.Updated));

    public ListedCampaign Listed(Campaign campaign, Audience? audience) => new(
        ids.AtomsCampaign(campaign.Id),
        campaign.Name,
        _organization,
        campaign.Flow is { } agent ? new NamedReference(agent, agent) : null,
        audience is null ? null : new NamedReference(ids.AtomsAudience(audience.Id), audience.Name),
        _organization,
        StatusName(campaign.Status),
        audience?.MemberCount ?? 0,
        MaxRetries: 0,
        RetryDelay: 0,
        Timestamp.Format(campaign.Created),
        Timestamp.Format(campaign.Updated));

    public CampaignStarted Started(Campaign campaign) => new(
        "Campaign started successfully", Guid.CreateVersion7().ToString("N"), ids.AtomsCampaign(campaign.Id));

    /// <summary>The audience that an id names.</summary>
    /// <exception cref="ApiException">404 where it names none.</exception>
    public Audience Audience(IAudienceReader reader, string id) =>
        (ids.TryAtomsAudience(id, out var row) ? reader.FindAudience(row) : null) ?? throw ApiException.NotFound("Audience");

    /// <summary>The campaign that an id names.</summary>
    /// <exception cref="ApiException">404 where it names none.</exception>
    public Campaign Campaign(IAudienceReader reader, string id) =>
        (ids.TryAtomsCampaign(id, out var row) ? reader.FindCampaign(row) : null) ?? throw ApiException.NotFound("Campaign");

    /// <summary>The places that ids of members name; ids that name no place of this audience are left out.</summary>
    public IEnumerable<long> Places(Audience audience, IEnumerable<string> memberIds)
    {
        foreach (var id in memberIds)
        {
            if (ids.TryAtomsMember(id, audience.Id, out var place))
            {
                yield return place;
            }
        }
    }

    /// <summary>The vendor has no cancelled campaigns; to a caller they have failed.</summary>
    public static string StatusName(CampaignStatus status) => status switch
    {
        CampaignStatus.Draft => "draft",
        CampaignStatus.Scheduled => "scheduled",
        CampaignStatus.Running => "running",
        CampaignStatus.Paused => "paused",
        CampaignStatus.Completed => "completed",
        _ => "failed",
    };

    /// <summary>Puts the phone number back where the file had it.</summary>
    private static byte[] Data(Audience audience, Member member)
    {
        var columns = member.Columns;
        using var output = new MemoryStream(columns.Length + 64);
        using (var writer = new Utf8JsonWriter(output, ServerJson.WriterOptions))
        {
            writer.WriteStartObject();
            var reader = new Utf8JsonReader(columns);
            reader.Read();
            var position = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (position++ == audience.PhonePosition)
                {
                    writer.WriteString(audience.PhoneColumn, PhoneNumber.Format(member.Contact.Phone));
                }

                Copy(ref reader, columns, writer, except: audience.PhoneColumn);
            }

            if (position <= audience.PhonePosition)
            {
                writer.WriteString(audience.PhoneColumn, PhoneNumber.Format(member.Contact.Phone));
            }

            writer.WriteEndObject();
        }

        return output.ToArray();
    }

    /// <summary>A contact that came from elsewhere may have a column of the phone column's name; the number goes before it.</summary>
    private static void Copy(ref Utf8JsonReader reader, byte[] columns, Utf8JsonWriter writer, string except)
    {
        var left = reader.ValueTextEquals(except);
        if (!left)
        {
            writer.WritePropertyName(reader.GetString()!);
        }

        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        if (!left)
        {
            writer.WriteRawValue(columns.AsSpan(start, (int)reader.BytesConsumed - start), skipInputValidation: true);
        }
    }
}
