using System.Management.Automation;

namespace AudienceTools.Cmdlets.Adapters;

/// <summary>A connection lives in its own session. One that came back from a job or a file is only its description.</summary>
public sealed class AudienceConnectionConverter : ElsewhereConverter
{
    private protected override bool Takes(PSObject value) => Was(value, typeof(AudienceConnection));

    private protected override object Convert(PSObject value) => throw new PSInvalidCastException(
        "A connection from a job, a file or another session can't be used here: it holds no key and nothing open. Connect here with Connect-AudienceService.");
}
