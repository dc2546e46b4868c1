using System.Management.Automation;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Streams the organisation's contacts, whatever audiences they are in.</summary>
[Cmdlet(VerbsCommon.Get, "AudienceContact", SupportsPaging = true, HelpUri = HelpPage.Folder + "Get-AudienceContact.md")]
[OutputType(typeof(AudienceMember))]
public sealed class GetAudienceContactCommand : MemberListCmdlet
{
    /// <summary>Text that a contact must have.</summary>
    [Parameter(Position = 0, HelpMessage = "Text that a contact must have.")]
    [ValidateNotNullOrEmpty]
    public string? Search { get; set; }

    /// <summary>An audience whose members are left out: an object, an id or a name.</summary>
    [Parameter(ValueFromPipeline = true, HelpMessage = "An audience whose members are left out: an object, an id or a name.")]
    [ValidateNotNull]
    public AudienceReference? NotIn { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ListMembers(NotIn, ServiceOperation.ListContacts, Contacts);

    private async IAsyncEnumerable<Page<AudienceMember>> Contacts(AudienceClient client, ListRange range)
    {
        var audience = NotIn is null ? null : await ResolveAsync(client, NotIn, StopToken);
        await foreach (var page in client.ListContactsAsync(new ContactQuery(Search, audience?.Id), range, StopToken))
        {
            yield return page;
        }
    }
}
