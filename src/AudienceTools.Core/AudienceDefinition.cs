namespace AudienceTools.Core;

/// <summary>An audience to create.</summary>
/// <param name="Name">The name.</param>
public sealed record AudienceDefinition(string Name)
{
    /// <summary>What it is for; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// The column that identifies a contact beside its number, as it travels, for a service that wants to know it; null for none. An import
    /// finds it by <see cref="Import.ImportOptions.IdentifierColumn"/>.
    /// </summary>
    public string? IdentifierColumn { get; init; }

    /// <summary>Whether it is created although there is an audience of that name, in whatever case.</summary>
    public bool AllowDuplicateName { get; init; }

    /// <summary>The first contacts, for a service that creates an audience from a file.</summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];
}

/// <summary>What to change of an audience.</summary>
/// <param name="Name">The new name; null to keep it.</param>
/// <param name="Description">The new description; null to keep it.</param>
public sealed record AudienceChange(string? Name, string? Description);

/// <summary>What a service did with a batch of contacts.</summary>
/// <param name="Added">How many are new members.</param>
/// <param name="AlreadyMember">How many were members before.</param>
/// <param name="Rejected">Those refused, by their place in the batch.</param>
/// <param name="MemberCount">The members of the audience after it, where the service tells.</param>
public sealed record AddedContacts(long Added, long AlreadyMember, IReadOnlyList<RejectedContact> Rejected, long? MemberCount)
{
    /// <summary>The places of those that were members before; null where the service gives their number only.</summary>
    public IReadOnlyList<int>? Known { get; init; }

    /// <summary>The service's own words for it; null where there are none.</summary>
    public string? Said { get; init; }

    /// <summary>Whether the service accounts for each row of a batch of that size.</summary>
    internal bool AccountsFor(int rows) => Added + AlreadyMember + Rejected.Count >= rows;
}

/// <summary>What a service did with a batch of removals.</summary>
/// <param name="Removed">How many were members, where the service tells.</param>
/// <param name="MemberCount">The members of the audience after it, where the service tells.</param>
public sealed record RemovedContacts(long? Removed, long? MemberCount);

/// <summary>A contact that a service refused.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Code">The service's word for the reason.</param>
/// <param name="Message">The service's sentence for it.</param>
public sealed record RejectedContact(int Index, string Code, string Message);
