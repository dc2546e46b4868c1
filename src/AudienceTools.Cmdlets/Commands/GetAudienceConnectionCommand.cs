using System.Management.Automation;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Cmdlets.Connections;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Shows the session's open connections, without their keys; nothing where none is open.</summary>
[Cmdlet(VerbsCommon.Get, "AudienceConnection", HelpUri = HelpPage.Folder + "Get-AudienceConnection.md")]
[OutputType(typeof(AudienceConnection))]
public sealed class GetAudienceConnectionCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(ConnectionStore.All, enumerateCollection: true);
}
