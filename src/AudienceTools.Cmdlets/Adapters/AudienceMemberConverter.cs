using System.Management.Automation;

namespace AudienceTools.Cmdlets.Adapters;

/// <summary>
/// Members that came back from a job or a file, rows of Import-Csv among them, and plain phone numbers: the number tells who is meant, since
/// an id is good only where it was read.
/// </summary>
public sealed class AudienceMemberConverter : ElsewhereConverter
{
    private static readonly MemberColumns s_none = new([]);

    /// <inheritdoc/>
    public override bool CanConvertFrom(PSObject sourceValue, Type destinationType) =>
        sourceValue?.BaseObject is string || base.CanConvertFrom(sourceValue!, destinationType);

    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => sourceValue is string || base.CanConvertFrom(sourceValue, destinationType);

    /// <inheritdoc/>
    public override object ConvertFrom(PSObject sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        sourceValue?.BaseObject is string number ? Member(number) : base.ConvertFrom(sourceValue!, destinationType, formatProvider, ignoreCase);

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        sourceValue is string number ? Member(number) : base.ConvertFrom(sourceValue, destinationType, formatProvider, ignoreCase);

    private protected override bool Takes(PSObject value) =>
        Was(value, typeof(AudienceMember)) || value.Properties[nameof(AudienceMember.PhoneNumber)] is not null;

    private protected override object Convert(PSObject value) =>
        Text(value, nameof(AudienceMember.PhoneNumber)) is { } number
            ? Member(number)
            : throw new PSInvalidCastException("The object has no value in its property 'PhoneNumber', so it can't be told who is meant.");

    private static AudienceMember Member(string number) => new(number, number, s_none, []);
}
