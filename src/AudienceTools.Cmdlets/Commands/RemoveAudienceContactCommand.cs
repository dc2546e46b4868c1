using System.Management.Automation;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Members;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Removes members from an audience, or contacts from the organisation; asks first. Writes one receipt, as an add does.</summary>
[Cmdlet(
    VerbsCommon.Remove, "AudienceContact", DefaultParameterSetName = FromPipeline, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPage.Folder + "Remove-AudienceContact.md")]
[OutputType(typeof(AudienceRemovalReceipt))]
public sealed class RemoveAudienceContactCommand : AudienceCmdlet
{
    private const string FromPipeline = "InputObject";
    private const string FromIds = "ContactId";
    private const string FromNumbers = "PhoneNumber";
    private const string PipelineFromOrganization = "OrganizationInputObject";
    private const string IdsFromOrganization = "OrganizationContactId";
    private const string NumbersFromOrganization = "OrganizationPhoneNumber";
    private readonly List<AudienceMember> _members = [];

    /// <summary>The audience: an object, an id or a name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromPipeline, HelpMessage = "The audience: an object, an id or a name.")]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromIds)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromNumbers)]
    public AudienceReference? Audience { get; set; }

    /// <summary>Members, of this audience or another, or contacts.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = FromPipeline, ValueFromPipeline = true,
        HelpMessage = "Members of this audience or another, or contacts.")]
    [Parameter(Mandatory = true, ParameterSetName = PipelineFromOrganization, ValueFromPipeline = true)]
    public AudienceMember[]? InputObject { get; set; }

    /// <summary>Identifiers, as members have them in <c>ContactId</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromIds, HelpMessage = "Ids of members, as they have them in ContactId.")]
    [Parameter(Mandatory = true, ParameterSetName = IdsFromOrganization)]
    [ValidateNotNullOrEmpty]
    public string[]? ContactId { get; set; }

    /// <summary>Phone numbers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromNumbers, HelpMessage = "Phone numbers with their calling code.")]
    [Parameter(Mandatory = true, ParameterSetName = NumbersFromOrganization)]
    [ValidateNotNullOrEmpty]
    public string[]? PhoneNumber { get; set; }

    /// <summary>Takes the contacts out of the organisation, and so out of every audience.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = PipelineFromOrganization,
        HelpMessage = "Takes the contacts out of the organisation, and so out of every audience.")]
    [Parameter(Mandatory = true, ParameterSetName = IdsFromOrganization)]
    [Parameter(Mandatory = true, ParameterSetName = NumbersFromOrganization)]
    public SwitchParameter FromOrganization { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Guarded(() => ClientFor(
        ConnectionFor(Audience), FromOrganization ? ServiceOperation.DeleteContacts : ServiceOperation.RemoveMembers));

    /// <inheritdoc/>
    protected override void ProcessRecord() => _members.AddRange(InputObject ?? []);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_members.Count > 0 || ParameterSetName is not (FromPipeline or PipelineFromOrganization))
        {
            Guarded(FromOrganization ? Delete : Remove, Audience);
        }
    }

    private void Remove()
    {
        var connection = ConnectionFor(Audience);
        var client = ClientOf(connection);
        if (Find(client, Audience!, Audience!) is not { } audience)
        {
            return;
        }

        // An id is good for the audience that it was read from; elsewhere the number tells who is meant.
        var (ids, numbers) = Meant(member =>
            ReferenceEquals(member.Connection, connection) && string.Equals(member.AudienceId, audience.Id, StringComparison.Ordinal));
        if (ShouldProcess(Described(audience, connection), Counted("Remove", ids.Length + numbers.Length)))
        {
            RunRemoval(connection, () => new ContactRemoval(client, audience).RemoveAsync(ids, numbers, StopToken), Audience);
        }
    }

    private void Delete()
    {
        var connection = ConnectionFor();
        var client = ClientOf(connection);

        // Where contacts can be deleted, a member's id is the contact's, whatever the audience.
        var (ids, numbers) = Meant(member => ReferenceEquals(member.Connection, connection));
        if (ShouldProcess($"the organisation on {connection}", Counted("Delete", ids.Length + numbers.Length) + " from it and every audience"))
        {
            RunRemoval(connection, () => new ContactDeletion(client).DeleteAsync(ids, numbers, StopToken), target: null);
        }
    }

    private (string[] Ids, string[] Numbers) Meant(Func<AudienceMember, bool> hasId) => (
        ContactId ?? [.. _members.Where(hasId).Select(static member => member.ContactId)],
        PhoneNumber ?? [.. _members.Where(member => !hasId(member)).Select(static member => member.PhoneNumber ?? member.ContactId)]);

    private static string Counted(string what, int contacts) => FormattableString.Invariant($"{what} {contacts:N0} contacts");
}
