namespace AudienceTools;

/// <summary>
/// A contact in an audience. Its columns differ from audience to audience; in PowerShell each is a property
/// (<c>$member.City</c>) behind <c>PhoneNumber</c>, of a type that is derived from this one for the columns of a list.
/// </summary>
/// <remarks>
/// What isn't a column of the contact is a method or internal: exports list every property that a type has, and a column may have any name.
/// </remarks>
public class AudienceMember
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

    /// <summary>Makes a member of another's values, as one that was read through a connection.</summary>
    internal AudienceMember(AudienceMember other, AudienceConnection? connection)
    {
        ContactId = other.ContactId;
        PhoneNumber = other.PhoneNumber;
        Columns = other.Columns;
        Values = other.Values;
        AudienceId = other.AudienceId;
        Sent = other.Sent;
        Connection = connection;
    }

    /// <summary>The phone number in E.164 form, or as the service has it where it isn't one.</summary>
    internal string? PhoneNumber { get; }

    /// <summary>The service's identifier; on Atoms it belongs to the membership, elsewhere to the contact.</summary>
    internal string ContactId { get; }

    /// <summary>The names of the other columns.</summary>
    internal MemberColumns Columns { get; }

    /// <summary>The values, in the order of <see cref="Columns"/>.</summary>
    internal string?[] Values { get; }

    /// <summary>
    /// The member with the columns that it has on the service, where those of its list are others: a copy of it goes with these.
    /// </summary>
    internal AudienceMember? Sent { get; init; }

    /// <summary>The identifier of the audience it was read from.</summary>
    internal string? AudienceId { get; init; }

    /// <summary>The connection it was read through.</summary>
    internal AudienceConnection? Connection { get; }

    /// <summary>The service's identifier; on Atoms it belongs to the membership, elsewhere to the contact.</summary>
    public string GetContactId() => ContactId;

    /// <summary>The phone number in E.164 form, or as the service has it where it isn't one.</summary>
    public string? GetPhoneNumber() => PhoneNumber;

    /// <summary>
    /// A column's value by the service's name or the name that PowerShell shows, in any case where none has it to the letter; null where
    /// the member has no such column.
    /// </summary>
    public string? GetColumn(string name) => Columns.IndexOf(name) is var index and >= 0 ? Values[index] : null;

    /// <summary>The other columns with their values, in the order in which the service has them.</summary>
    public IEnumerable<KeyValuePair<string, string?>> GetColumns() =>
        Columns.Names.Select((name, index) => KeyValuePair.Create(name, Values[index]));

    /// <summary>The identifier: no contact's data gets into a message by accident.</summary>
    public override string ToString() => ContactId;
}
