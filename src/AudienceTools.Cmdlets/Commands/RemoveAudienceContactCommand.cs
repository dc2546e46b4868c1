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
public sealed partial class RemoveAudienceContactCommand : AudienceCmdlet
{
    private const string FromPipeline = "InputObject";
    private const string FromIds = "ContactId";
    private const string FromNumbers = "PhoneNumber";
    private const string PipelineFromOrganization = "OrganizationInputObject";
    private const string IdsFromOrganization = "OrganizationContactId";
    private const string NumbersFromOrganization = "OrganizationPhoneNumber";
    private readonly List<AudienceMember> _members = [];
    private readonly List<string> _numbers = [];
    private int _blank;

    /// <summary>The audience: an object, an id or a name. Members need none that are to go from the one that they were read from.</summary>
    [Parameter(Position = 0, ParameterSetName = FromPipeline, HelpMessage = "The audience: an object, an id or a name.")]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromIds)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromNumbers)]
    [ValidateNotNull]
    public AudienceReference? Audience { get; set; }

    /// <summary>Members, of this audience or another, or contacts; or their phone numbers.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = FromPipeline, ValueFromPipeline = true,
        HelpMessage = "Members of this audience or another, contacts, or phone numbers.")]
    [Parameter(Mandatory = true, ParameterSetName = PipelineFromOrganization, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public AudienceMember[]? InputObject { get; set; }

    /// <summary>Identifiers, as members tell them by <c>GetContactId()</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromIds, HelpMessage = "Ids of members, as GetContactId() of a member tells them.")]
    [Parameter(Mandatory = true, ParameterSetName = IdsFromOrganization)]
    [ValidateNotNullOrEmpty]
    public string[]? ContactId { get; set; }

    /// <summary>Phone numbers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromNumbers, HelpMessage = "Phone numbers with their calling code.")]
    [Parameter(Mandatory = true, ParameterSetName = NumbersFromOrganization)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? PhoneNumber { get; set; }

    /// <summary>Takes the contacts out of the organisation, and so out of every audience.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = PipelineFromOrganization,
        HelpMessage = "Takes the contacts out of the organisation, and so out of every audience.")]
    [Parameter(Mandatory = true, ParameterSetName = IdsFromOrganization)]
    [Parameter(Mandatory = true, ParameterSetName = NumbersFromOrganization)]
    public SwitchParameter FromOrganization { get; set; }

    private bool TakesFromOwn => !FromOrganization && Audience is null && ParameterSetName is FromPipeline or PipelineFromOrganization;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (TakesFromOwn)
        {
            return;
        }

        if (!FromOrganization && Audience is null)
        {
            WriteFailure(new AudienceException(
                AudienceErrorCode.NothingToChange, "-FromOrganization is $false, so members of an audience are meant, and none is named: give -Audience. Nothing was sent."));
        }

        Guarded(() => ClientFor(
            ConnectionFor(Audience), FromOrganization ? ServiceOperation.DeleteContacts : ServiceOperation.RemoveMembers));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName is FromPipeline or PipelineFromOrganization)
        {
            _members.AddRange(NotBlank(InputObject, static member => member.PhoneNumber ?? member.ContactId));
        }
        else if (ParameterSetName is FromNumbers or NumbersFromOrganization)
        {
            _numbers.AddRange(NotBlank(PhoneNumber, static number => number));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_blank > 0)
        {
            WriteWarning($"Passed over, since nobody is named there: {Counted(_blank, "empty line")}.");
        }

        if (_members.Count > 0 || _numbers.Count > 0 || ContactId is not null)
        {
            Guarded(FromOrganization ? Delete : TakesFromOwn ? RemoveFromOwn : Remove, Audience);
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
        if (Asks(Described(audience, connection), $"Remove {Counted(ids, numbers)}"))
        {
            RunRemoval(connection, () => new ContactRemoval(client, audience).RemoveAsync(ids, numbers, StopToken), Audience);
        }
    }

    private void Delete()
    {
        var connection = ConnectionFor();
        var client = ClientOf(connection);
        if (Connection is null && _members.Find(member => member.Connection is { } other && !ReferenceEquals(other, connection)) is { } foreign)
        {
            throw new AudienceException(
                AudienceErrorCode.ReadElsewhere,
                $"Contacts that were read from {foreign.Connection} are not taken out of {connection} by themselves, so nothing was sent. Say with -Connection where they are to be taken out.");
        }

        // Where contacts can be deleted, a member's id is the contact's, whatever the audience.
        var (ids, numbers) = Meant(member => ReferenceEquals(member.Connection, connection));
        if (Asks($"the organisation on {connection}", $"Delete {Counted(ids, numbers)} from it and every audience"))
        {
            RunRemoval(connection, () => new ContactDeletion(client).DeleteAsync(ids, numbers, StopToken), target: null);
        }
    }

    // An empty line names nobody, and is counted so that it can be told.
    private List<T> NotBlank<T>(IReadOnlyList<T?>? given, Func<T, string?> text)
        where T : class
    {
        given ??= [null];
        List<T> named = [.. given.OfType<T>().Where(item => !string.IsNullOrWhiteSpace(text(item)))];
        _blank += given.Count - named.Count;
        return named;
    }

    private (string[] Ids, string[] Numbers) Meant(Func<AudienceMember, bool> hasId) => (
        ContactId ?? [.. _members.Where(hasId).Select(static member => member.ContactId).Distinct(StringComparer.Ordinal)],
        [.. _numbers, .. _members.Where(member => !hasId(member)).Select(static member => member.PhoneNumber ?? member.ContactId)]);

    // Of those that were read it is known that they are there. What was typed, and what goes by number, is looked up after the question.
    private string Counted(string[] ids, string[] numbers) =>
        (ContactId is null && numbers.Length == 0 ? "" : "up to ") + Counted(ids.Length + numbers.Length, "contact");
}
