using System.Management.Automation;

namespace AudienceTools.Cmdlets.Adapters;

/// <summary>Audiences that came back from a job or a file, also by Export-Csv or ConvertTo-Json: their id is looked up again.</summary>
public sealed class AudienceReferenceConverter : ElsewhereConverter
{
    // By its own type's name, or by two properties that no contact has side by side.
    private protected override bool Takes(PSObject value) =>
        Was(value, typeof(Audience))
        || (Text(value, nameof(Audience.Id)) is not null && value.Properties[nameof(Audience.MemberCount)] is not null && value.Properties[nameof(Audience.Service)] is not null);

    private protected override object Convert(PSObject value) =>
        Text(value, nameof(Audience.Id)) is { } id
            ? new AudienceReference(id)
            : throw new PSInvalidCastException("The audience has no value in its property 'Id'. Read it again with Get-Audience.");
}
