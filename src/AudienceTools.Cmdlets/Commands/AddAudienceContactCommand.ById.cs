using System.Management.Automation;
using AudienceTools.Core.Members;

namespace AudienceTools.Cmdlets.Commands;

/// <content>Contacts that the organisation has, by their identifiers: no row is read and no contact changed.</content>
public sealed partial class AddAudienceContactCommand
{
    private const string FromIds = "ContactId";

    /// <summary>Identifiers of contacts that the organisation has.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = FromIds,
        HelpMessage = "Ids of contacts that the organisation has, of which nothing is changed.")]
    [ValidateNotNullOrEmpty]
    public string[]? ContactId { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == FromIds)
        {
            AddById();
        }
        else
        {
            base.EndProcessing();
        }
    }

    private void AddById()
    {
        var client = ClientOf(OpenConnection);
        if (Find(client, Audience!, Audience!) is not { } audience
            || !Asks(Described(audience, OpenConnection), $"Add {Counted(ContactId!.Length, "contact")} by id"))
        {
            return;
        }

        Run(
            async () =>
            {
                var outcome = await new ContactIdImport(client, audience, Observer).AddAsync(ContactId!, StopToken);
                OpenConnection.LastReceipt = outcome.Receipt;
                await WriteAsync(outcome.Receipt);
                await Bridge.InvokeAsync(() => WriteShortfall(outcome));
            },
            Audience);
    }
}
