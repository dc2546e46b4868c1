using System.Management.Automation;
using AudienceTools.Cmdlets.Contacts;

namespace AudienceTools.Cmdlets.Adapters;

/// <summary>
/// Takes this module's objects back that went through a job, a file or another session: what comes back has their properties and their
/// type's name, and is otherwise an object like any other.
/// </summary>
public abstract class ElsewhereConverter : PSTypeConverter
{
    private const string Prefix = "Deserialized.";

    /// <inheritdoc/>
    public override bool CanConvertFrom(PSObject sourceValue, Type destinationType) => sourceValue?.BaseObject is PSCustomObject && Takes(sourceValue);

    /// <inheritdoc/>
    public override object ConvertFrom(PSObject sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        Convert(sourceValue);

    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => sourceValue is PSObject value && CanConvertFrom(value, destinationType);

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        Convert((PSObject)sourceValue);

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException();

    private protected abstract bool Takes(PSObject value);

    private protected abstract object Convert(PSObject value);

    private protected static bool Was(PSObject value, Type type) => value.TypeNames.Contains(Prefix + type.FullName, StringComparer.Ordinal);

    private protected static string? Text(PSObject value, string property)
    {
        try
        {
            return value.Properties[property] is { } found && new Member(property, null, found).Text() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
        }
        catch (UnusableValueException)
        {
            return null;
        }
    }
}
