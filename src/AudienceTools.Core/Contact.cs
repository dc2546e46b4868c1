namespace AudienceTools.Core;

/// <summary>A contact on its way to a service: its number is valid, its columns have the names that the service takes.</summary>
/// <param name="PhoneNumber">In E.164 form, with its <c>+</c>.</param>
/// <param name="Columns">The names of the other columns, shared by the contacts of an input.</param>
/// <param name="Values">The values in the order of the names.</param>
public sealed record Contact(string PhoneNumber, IReadOnlyList<string> Columns, IReadOnlyList<string?> Values)
{
    /// <summary>Nothing of the contact: records print every property otherwise.</summary>
    public override string ToString() => "a contact";
}
