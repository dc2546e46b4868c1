using System.Management.Automation;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Core.Dialects;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Deletes audiences; asks first.</summary>
[Cmdlet(
    VerbsCommon.Remove, "Audience", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPage.Folder + "Remove-Audience.md")]
[OutputType(typeof(void))]
public sealed class RemoveAudienceCommand : AudienceCmdlet
{
    /// <summary>The audiences: objects, ids or names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The audiences to delete: objects, ids or names.")]
    public AudienceReference[]? Audience { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var reference in Audience!)
        {
            Guarded(() => Remove(reference), reference.ToString());
        }
    }

    private void Remove(AudienceReference reference)
    {
        var connection = ConnectionFor(reference);
        var client = ClientFor(connection, ServiceOperation.DeleteAudience);

        // The name and the number of members are what a person decides by, so the audience is looked up before the question.
        if (Find(client, reference, reference.ToString()) is not { } audience
            || !Asks(Described(audience, connection), "Delete audience"))
        {
            return;
        }

        Run(() => client.DeleteAudienceAsync(audience.Id, StopToken), audience.Name);
    }
}
