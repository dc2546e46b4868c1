namespace AudienceTools.Core;

/// <summary>An audience to create.</summary>
/// <param name="Name">The name.</param>
public sealed record AudienceDefinition(string Name)
{
    /// <summary>What it is for; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>The first contacts, for a service that creates an audience from a file.</summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];
}

/// <summary>Which members are asked for.</summary>
/// <param name="Search">Text that some column must have; null for all members.</param>
public sealed record MemberQuery(string? Search = null);

/// <summary>What a service did with a batch of contacts.</summary>
/// <param name="Added">How many are new members.</param>
/// <param name="AlreadyMember">How many were members before.</param>
/// <param name="Rejected">Those refused, by their place in the batch.</param>
/// <param name="MemberCount">The members of the audience after it, where the service tells.</param>
public sealed record AddedContacts(long Added, long AlreadyMember, IReadOnlyList<RejectedContact> Rejected, long? MemberCount)
{
    /// <summary>The places of those that were members before; null where the service gives their number only.</summary>
    public IReadOnlyList<int>? Known { get; init; }

    /// <summary>Whether the service accounts for each row of a batch of that size.</summary>
    internal bool AccountsFor(int rows) => Added + AlreadyMember + Rejected.Count >= rows;
}

/// <summary>A contact that a service refused.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Code">The service's word for the reason.</param>
/// <param name="Message">The service's sentence for it.</param>
public sealed record RejectedContact(int Index, string Code, string Message);
