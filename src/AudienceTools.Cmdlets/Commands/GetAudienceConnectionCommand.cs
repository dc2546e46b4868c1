using System.Management.Automation;
using AudienceTools.Cmdlets.Connections;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Shows the session's connection, without the key; nothing where none is open.</summary>
[Cmdlet(VerbsCommon.Get, "AudienceConnection")]
[OutputType(typeof(AudienceConnection))]
public sealed class GetAudienceConnectionCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ConnectionStore.Current is { } connection)
        {
            WriteObject(connection);
        }
    }
}
