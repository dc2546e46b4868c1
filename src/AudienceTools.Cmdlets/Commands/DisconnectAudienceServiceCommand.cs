using System.Management.Automation;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Cmdlets.Connections;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Closes connections: the session's default unless others are given. The local service ends with the last session that uses it.</summary>
[Cmdlet(
    VerbsCommunications.Disconnect, "AudienceService", DefaultParameterSetName = OneSet,
    HelpUri = HelpPage.Folder + "Disconnect-AudienceService.md")]
[OutputType(typeof(void))]
public sealed class DisconnectAudienceServiceCommand : PSCmdlet
{
    private const string OneSet = "Connection";

    /// <summary>The connections to close.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = OneSet, HelpMessage = "The connection to close, or several; by default the session's default connection.")]
    [ValidateNotNullOrEmpty]
    public AudienceConnection[]? Connection { get; set; }

    /// <summary>Closes all of the session's.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "All", HelpMessage = "Closes all connections of this session.")]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var open = ConnectionStore.All;
        var closing = All ? open : Connection ?? (ConnectionStore.Current is { } current ? [current] : []);
        if (closing.Count == 0 && open.Count > 0)
        {
            WriteWarning(
                "Nothing was closed: the session has no default connection, but others are open; Get-AudienceConnection lists them. Give those to close with -Connection, or -All.");
        }

        foreach (var connection in closing)
        {
            ConnectionStore.Close(connection);
        }
    }
}
