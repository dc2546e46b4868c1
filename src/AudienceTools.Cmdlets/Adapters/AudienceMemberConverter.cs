using System.Management.Automation;

namespace AudienceTools.Cmdlets.Adapters;

/// <summary>
/// Members that came back from a job or a file, rows of Import-Csv among them: the phone number tells who is meant, since an id is good
/// only where it was read.
/// </summary>
public sealed class AudienceMemberConverter : ElsewhereConverter
{
    private static readonly MemberColumns s_none = new([]);

    private protected override bool Takes(PSObject value) =>
        Was(value, typeof(AudienceMember)) || value.Properties[nameof(AudienceMember.PhoneNumber)] is not null;

    private protected override object Convert(PSObject value) =>
        Text(value, nameof(AudienceMember.PhoneNumber)) is { } number
            ? new AudienceMember(number, number, s_none, [])
            : throw new PSInvalidCastException("The object has no value in its property 'PhoneNumber', so it can't be told who is meant.");
}
