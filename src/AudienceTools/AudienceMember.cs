namespace AudienceTools;

/// <summary>
/// A contact in an audience. Its columns differ from audience to audience; in PowerShell each is a property
/// (<c>$member.City</c>) beside <c>PhoneNumber</c> and <c>ContactId</c>.
/// </summary>
/// <remarks>
/// What isn't a column of the contact is a method or internal: ConvertTo-Json and <c>Select-Object *</c> list a type's own properties
/// beside those that the adapter gives it.
/// </remarks>
public sealed class AudienceMember
{
    /// <summary>Makes a member of the values a service sent.</summary>
    /// <param name="contactId">The service's identifier of the contact or membership.</param>
    /// <param name="phoneNumber">The number in E.164 form, or as the service has it where it isn't one.</param>
    /// <param name="columns">The names of the other columns, shared by the members that have the same.</param>
    /// <param name="values">The values, in the order of <paramref name="columns"/>.</param>
    internal AudienceMember(string contactId, string? phoneNumber, MemberColumns columns, string?[] values)
    {
        if (values.Length != columns.Names.Count)
        {
            throw new ArgumentException("A member needs one value a column.", nameof(values));
        }

        ContactId = contactId;
        PhoneNumber = phoneNumber;
        Columns = columns;
        Values = values;
    }

    /// <summary>The phone number in E.164 form, or as the service has it where it isn't one.</summary>
    public string? PhoneNumber { get; }

    /// <summary>The service's identifier; on Atoms it belongs to the membership, elsewhere to the contact.</summary>
    internal string ContactId { get; }

    /// <summary>The names of the other columns.</summary>
    internal MemberColumns Columns { get; }

    /// <summary>The values, in the order of <see cref="Columns"/>.</summary>
    internal IReadOnlyList<string?> Values { get; }

    /// <summary>The identifier of the audience it was read from.</summary>
    internal string? AudienceId { get; init; }

    /// <summary>The connection it was read through.</summary>
    internal AudienceConnection? Connection { get; set; }

    /// <summary>A column's value by name, in any case; null where the member has no such column.</summary>
    public string? this[string column] => Columns.IndexOf(column) is var index and >= 0 ? Values[index] : null;

    /// <summary>The service's identifier; on Atoms it belongs to the membership, elsewhere to the contact.</summary>
    public string GetContactId() => ContactId;

    /// <summary>The other columns with their values, in the order in which the service has them.</summary>
    public IEnumerable<KeyValuePair<string, string?>> GetColumns() =>
        Columns.Names.Select((name, index) => KeyValuePair.Create(name, Values[index]));

    /// <summary>The identifier: no contact's data gets into a message by accident.</summary>
    public override string ToString() => ContactId;
}
