using System.Management.Automation;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Cmdlets.Connections;
using AudienceTools.Core.Import;
using AudienceTools.Core.Reading;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Checks contacts as an add does, and sends nothing.</summary>
[Cmdlet(
    VerbsDiagnostic.Test, "AudienceContact", DefaultParameterSetName = FromPipeline,
    HelpUri = HelpPage.Folder + "Test-AudienceContact.md")]
[OutputType(typeof(AudienceContactSummary))]
[OutputType(typeof(AudienceContactResult))]
public sealed class TestAudienceContactCommand : ContactInputCmdlet
{
    private AudienceContactSummary? _summary;
    private ImportOptions? _options;
    private AudienceService _service;

    /// <summary>The service whose rules hold; the connection's otherwise, or the local service's.</summary>
    [Parameter(HelpMessage = "The service whose rules hold; by default the connection's.")]
    public AudienceService? Service { get; set; }

    /// <inheritdoc/>
    protected override string Activity => "Checking contacts";

    /// <inheritdoc/>
    protected override bool Confirm()
    {
        _options = Options();
        _service = Service ?? ((Connection ?? ConnectionStore.Current) is { } connection ? OpenClient.Of(connection).Options.Service : AudienceService.Local);
        return true;
    }

    private protected override async Task UseAsync(IContactReader reader) =>
        _summary = await new ContactCheck(_service, _options!, this, TimeProvider.System).RunAsync(reader, StopToken);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_summary is { Received: 0 })
        {
            WriteWarning("The input has no rows.");
        }

        if (_summary is not null && !PassThru)
        {
            WriteObject(_summary);
        }
    }
}
