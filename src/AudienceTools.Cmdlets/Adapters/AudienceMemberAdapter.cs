using System.Collections.ObjectModel;
using System.Management.Automation;

namespace AudienceTools.Cmdlets.Adapters;

/// <summary>
/// Shows a member's columns as properties, so that <c>$member.City</c>, <c>Where-Object City -eq Pune</c> and <c>Export-Csv</c> just
/// work. An adapter costs half of what note properties on each object cost.
/// </summary>
public sealed class AudienceMemberAdapter : PSPropertyAdapter
{
    private const string PhoneNumber = nameof(AudienceMember.PhoneNumber);
    private const string ContactId = nameof(AudienceMember.ContactId);

    /// <inheritdoc/>
    public override Collection<PSAdaptedProperty> GetProperties(object baseObject)
    {
        var member = (AudienceMember)baseObject;
        var properties = new Collection<PSAdaptedProperty> { new(PhoneNumber, null) };
        foreach (var name in member.Columns.ShownNames)
        {
            properties.Add(new PSAdaptedProperty(name, null));
        }

        return properties;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// ContactId answers to its name and isn't listed: in a file that comes back with Import-Csv it would be one more column.
    /// </remarks>
    public override PSAdaptedProperty? GetProperty(object baseObject, string propertyName)
    {
        var member = (AudienceMember)baseObject;
        if (member.Columns.IndexOfShown(propertyName) is var index and >= 0)
        {
            return new PSAdaptedProperty(member.Columns.ShownNames[index], null);
        }

        return Is(propertyName, PhoneNumber) ? new PSAdaptedProperty(PhoneNumber, null)
            : Is(propertyName, ContactId) ? new PSAdaptedProperty(ContactId, null)
            : null;
    }

    /// <inheritdoc/>
    public override object? GetPropertyValue(PSAdaptedProperty adaptedProperty)
    {
        ArgumentNullException.ThrowIfNull(adaptedProperty);
        var member = (AudienceMember)adaptedProperty.BaseObject;
        return member.Columns.IndexOfShown(adaptedProperty.Name) is var index and >= 0 ? member.Values[index]
            : Is(adaptedProperty.Name, PhoneNumber) ? member.PhoneNumber
            : member.ContactId;
    }

    /// <inheritdoc/>
    public override string GetPropertyTypeName(PSAdaptedProperty adaptedProperty) => typeof(string).FullName!;

    /// <inheritdoc/>
    public override bool IsGettable(PSAdaptedProperty adaptedProperty) => true;

    /// <inheritdoc/>
    public override bool IsSettable(PSAdaptedProperty adaptedProperty) => false;

    /// <inheritdoc/>
    public override void SetPropertyValue(PSAdaptedProperty adaptedProperty, object value) =>
        throw new SetValueException("The columns of a member can't be changed here: they are a copy of what the service has.");

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
