using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Local;

/// <summary>Turns what is stored into what is sent, and the ids of requests into what is stored.</summary>
internal sealed class LocalBodies(PublicIds ids)
{
    private readonly string _organization = ids.Organization;

    public AudienceBody Of(Audience audience) => new(
        ids.Audience(audience.Id),
        audience.Name,
        audience.Description,
        _organization,
        audience.MemberCount,
        Timestamp.Format(audience.Created),
        Timestamp.Format(audience.Updated));

    /// <summary>Writes contacts and members of one answer.</summary>
    public ContactWriter NewContactWriter() => new(ids);

    public Answer AnswerOf(Contact contact, int status = StatusCodes.Status200OK) =>
        Answer.Of(writer => NewContactWriter().Write(writer, contact), status);

    public CampaignBody Of(Campaign campaign) => new(
        ids.Campaign(campaign.Id),
        campaign.Name,
        campaign.Flow,
        ids.Audience(campaign.AudienceId),
        StatusName(campaign.Status),
        _organization,
        Timestamp.Format(campaign.Created),
        Timestamp.Format(campaign.Updated));

    public ContactReference ReferenceTo(Contact contact) =>
        new(ids.Contact(contact.Id), NameOf(contact), PhoneNumber.Format(contact.Phone));

    public static string StatusName(CampaignStatus status) => status switch
    {
        CampaignStatus.Draft => "DRAFT",
        CampaignStatus.Scheduled => "SCHEDULED",
        CampaignStatus.Running => "IN_PROGRESS",
        CampaignStatus.Paused => "PAUSED",
        CampaignStatus.Completed => "COMPLETED",
        _ => "CANCELLED",
    };

    /// <summary>The audience that an id names.</summary>
    /// <exception cref="ApiException">404 where it names none.</exception>
    public Audience Audience(IAudienceReader reader, string id) =>
        (ids.TryAudience(id, out var row) ? reader.FindAudience(row) : null) ?? throw ApiException.NotFound("Audience");

    /// <summary>The contact that an id names.</summary>
    /// <exception cref="ApiException">404 where it names none.</exception>
    public Contact Contact(IAudienceReader reader, string id) =>
        (ids.TryContact(id, out var row) ? reader.FindContact(row) : null) ?? throw ApiException.NotFound("Contact");

    /// <summary>The campaign that an id names.</summary>
    /// <exception cref="ApiException">404 where it names none.</exception>
    public Campaign Campaign(IAudienceReader reader, string id) =>
        (ids.TryCampaign(id, out var row) ? reader.FindCampaign(row) : null) ?? throw ApiException.NotFound("Campaign");

    /// <summary>The row of a contact's id, whether or not there is one; null where it can't be an id.</summary>
    public long? ContactRow(string id) => ids.TryContact(id, out var row) ? row : null;

    private static string NameOf(Contact contact) =>
        (contact.Name ?? Columns.Text(contact.Attributes, "name"u8)) is { Length: > 0 } known ? known : PhoneNumber.Format(contact.Phone);
}
