namespace AudienceTools;

/// <summary>A named list of contacts that a campaign dials.</summary>
public sealed record Audience
{
    /// <summary>The service's identifier of the audience. Opaque and case-sensitive.</summary>
    public required string Id { get; init; }

    /// <summary>The name people know it by. Not every service keeps names unique.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the audience is for, where the service keeps a description.</summary>
    public string? Description { get; init; }

    /// <summary>How many members it has, or null where the service doesn't say.</summary>
    public long? MemberCount { get; init; }

    /// <summary>The column that holds the phone number on the service, where the service names it.</summary>
    public string? PhoneColumn { get; init; }

    /// <summary>The column that identifies a contact beside its number, where the service keeps one.</summary>
    public string? IdentifierColumn { get; init; }

    /// <summary>The service's kind of audience, such as <c>Static</c> or <c>Dynamic</c>, where it has kinds.</summary>
    public string? Type { get; init; }

    /// <summary>When it was created, in UTC, or null where the service doesn't say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed, in UTC, or null where the service doesn't say.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The campaigns that refer to it, where the service lists them; they may be over.</summary>
    public IReadOnlyList<AudienceCampaign> Campaigns { get; init => field = new ShownList<AudienceCampaign>(value); } = ShownList<AudienceCampaign>.None;

    /// <summary>The service it lives on, as <see cref="AudienceService"/> names it. A text: see <see cref="AudienceContactResult.State"/>.</summary>
    public string Service { get; init; } = nameof(AudienceService.Local);

    /// <summary>What happened to the contacts it was created from; null unless it was just created with contacts.</summary>
    public AudienceImportReceipt? Receipt { get; init; }

    /// <summary>The connection it was read through: commands that are given this object use it.</summary>
    internal AudienceConnection? Connection { get; set; }

    /// <summary>The name, so that a list of audiences in a message reads well.</summary>
    public override string ToString() => Name.Length > 0 ? Name : Id;
}
