using System.Management.Automation;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Members;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Deletes audiences, and the contacts that are in no other with them where that is asked for; asks first.</summary>
[Cmdlet(
    VerbsCommon.Remove, "Audience", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPage.Folder + "Remove-Audience.md")]
[OutputType(typeof(void))]
[OutputType(typeof(AudienceRemovalReceipt))]
public sealed class RemoveAudienceCommand : AudienceCmdlet
{
    /// <summary>The audiences: objects, ids or names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The audiences to delete: objects, ids or names.")]
    public AudienceReference[]? Audience { get; set; }

    /// <summary>Takes the members that are in no other audience out of the organisation too, and writes a receipt.</summary>
    [Parameter(HelpMessage = "Takes the members that are in no other audience out of the organisation too.")]
    public SwitchParameter IncludeContact { get; set; }

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
        if (IncludeContact)
        {
            client.Require(ServiceOperation.DeleteContacts);
        }

        // The name and the number of members are what a person decides by, so the audience is looked up before the question.
        if (Find(client, reference, reference.ToString()) is not { } audience)
        {
            return;
        }

        if (IncludeContact)
        {
            RemoveWithContacts(client, audience, connection);
        }
        else if (Asks(Described(audience, connection), "Delete audience"))
        {
            Run(() => client.DeleteAudienceAsync(audience.Id, StopToken), audience.Name);
        }
    }

    private void RemoveWithContacts(AudienceClient client, Audience audience, AudienceConnection connection)
    {
        var deletion = new AudienceDeletion(client, audience);
        long? count = null;
        var isCounted = Run(async () => count = await deletion.CountAsync(StopToken), audience.Name);
        var contacts = count is { } known ? $"{Counted(known, "contact")} of it that {(known == 1 ? "is" : "are")}" : "the contacts of it that are";
        if (isCounted && Asks(Described(audience, connection), $"Delete audience, and {contacts} in no other audience"))
        {
            RunRemoval(connection, () => deletion.DeleteAsync(StopToken), audience.Name);
        }
    }
}
