namespace AudienceTools.Server.Storage;

/// <summary>An audience as it is stored. Times are UTC.</summary>
/// <param name="PhoneColumn">What the audience calls its phone number column.</param>
/// <param name="PhonePosition">Where that column stands among the others, from 0.</param>
/// <param name="IsDynamic">Whether its service fills it by a rule; only CommBox has such audiences.</param>
/// <param name="LastSeq">The highest place ever given to a member; places are never given again.</param>
internal sealed record Audience(
    long Id,
    string Name,
    string? Description,
    string PhoneColumn,
    int PhonePosition,
    string? IdentifierColumn,
    bool IsDynamic,
    long LastSeq,
    long MemberCount,
    DateTimeOffset Created,
    DateTimeOffset Updated);

/// <summary>What a new audience is made from.</summary>
internal sealed record NewAudience(
    string Name,
    string? Description,
    string PhoneColumn = NewAudience.DefaultPhoneColumn,
    int PhonePosition = 0,
    string? IdentifierColumn = null,
    bool IsDynamic = false)
{
    public const string DefaultPhoneColumn = "phoneNumber";
}

/// <summary>A person of the organisation, known once by phone number.</summary>
/// <param name="Phone">The E.164 digits as a number.</param>
/// <param name="Name">A name given apart from the columns; a `name` column is among <paramref name="Attributes"/>.</param>
/// <param name="Attributes">A JSON object: the columns in their order, without the phone number.</param>
internal sealed record Contact(
    long Id,
    long Phone,
    string? Name,
    string? Language,
    byte[] Attributes,
    DateTimeOffset Created,
    DateTimeOffset Updated);

/// <summary>A contact's place in an audience.</summary>
/// <param name="OwnColumns">This audience's columns where they differ from the contact's attributes.</param>
internal sealed record Member(long AudienceId, long Seq, Contact Contact, byte[]? OwnColumns)
{
    public byte[] Columns => OwnColumns ?? Contact.Attributes;
}

/// <summary>One row to add: a phone number and a JSON object of all other columns.</summary>
/// <param name="Names">What the columns are called, in their order. Rows that are alike share one list, so that it is looked at once.</param>
internal readonly record struct ContactRow(long Phone, ReadOnlyMemory<byte> Columns, IReadOnlyList<string> Names);

/// <summary>What a contact is created or updated with; null leaves a value as it is.</summary>
internal sealed record ContactChange(long? Phone, string? Name, string? Language, ReadOnlyMemory<byte>? Attributes);

/// <summary>A campaign, as far as audiences in use need it.</summary>
internal sealed record Campaign(
    long Id,
    string Name,
    long AudienceId,
    string? Flow,
    CampaignStatus Status,
    DateTimeOffset Created,
    DateTimeOffset Updated);

/// <summary>Every state that any of the services knows; stored by number, so numbers stay.</summary>
internal enum CampaignStatus
{
    Draft = 0,
    Scheduled = 1,
    Running = 2,
    Paused = 3,
    Completed = 4,
    Cancelled = 5,
}

/// <summary>Contacts that are created or updated in the background.</summary>
/// <param name="AudienceId">Of which audience they become members; null for none.</param>
/// <param name="Total">How many came; those that are neither created, updated nor failed still wait.</param>
/// <param name="Completed">When the last of them was done.</param>
internal sealed record Import(
    long Id, long? AudienceId, ImportStatus Status, int Total, int Created, int Updated, int Failed, DateTimeOffset? Completed);

/// <summary>How an import stands; stored by number, so numbers stay.</summary>
internal enum ImportStatus
{
    Processing = 0,
    Completed = 1,
    CompletedWithErrors = 2,
    Failed = 3,
}

/// <summary>An answer that is kept for its idempotency key.</summary>
internal sealed record KeptAnswer(byte[] RequestHash, int Status, byte[] Body);
