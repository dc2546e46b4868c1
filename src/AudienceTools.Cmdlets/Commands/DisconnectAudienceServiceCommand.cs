using System.Management.Automation;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Cmdlets.Connections;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Closes a connection: the session's own unless one is given. The local service ends with the last session that uses it.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "AudienceService", HelpUri = HelpPage.Folder + "Disconnect-AudienceService.md")]
[OutputType(typeof(void))]
public sealed class DisconnectAudienceServiceCommand : PSCmdlet
{
    /// <summary>The connection to close.</summary>
    [Parameter(ValueFromPipeline = true, HelpMessage = "The connection to close; by default the session's own.")]
    [ValidateNotNull]
    public AudienceConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if ((Connection ?? ConnectionStore.Current) is { } connection)
        {
            ConnectionStore.Close(connection);
        }
    }
}
