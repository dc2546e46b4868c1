using System.Collections;
using System.Globalization;
using System.Management.Automation;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Streams the members of an audience, every one unless a range is given.</summary>
[Cmdlet(VerbsCommon.Get, "AudienceMember", SupportsPaging = true, HelpUri = HelpPage.Folder + "Get-AudienceMember.md")]
[OutputType(typeof(AudienceMember))]
public sealed class GetAudienceMemberCommand : MemberListCmdlet
{
    /// <summary>The audience: an object, an id or a name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The audience: an object, an id or a name.")]
    public AudienceReference? Audience { get; set; }

    /// <summary>Text that some column of a member must have.</summary>
    [Parameter(HelpMessage = "Text that a member must have in some column or in the phone number.")]
    [ValidateNotNullOrEmpty]
    public string? Search { get; set; }

    /// <summary>Values that columns must have: <c>@{ firstName = 'John'; city = 'Pune' }</c>. All must fit.</summary>
    [Parameter(HelpMessage = "Values that columns must have, all of them, such as @{ City = 'Pune' }.")]
    [ValidateNotNullOrEmpty]
    public IDictionary? Filter { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ListMembers(Audience, ServiceOperation.ListMembers, Members);

    private async IAsyncEnumerable<Page<AudienceMember>> Members(AudienceClient client, ListRange range)
    {
        var audience = await ResolveAsync(client, Audience!, StopToken);
        var query = new MemberQuery(Search) { Filter = Fields(), PhoneColumn = audience.PhoneColumn };
        await foreach (var page in client.ListMembersAsync(audience.Id, query, range, StopToken))
        {
            yield return page;
        }
    }

    private Dictionary<string, string> Fields()
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry field in Filter ?? new Hashtable())
        {
            fields[Text(field.Key)] = Text(field.Value);
        }

        return fields;

        static string Text(object? value) => string.Create(CultureInfo.InvariantCulture, $"{value}");
    }
}
