using System.Management.Automation;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Members;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Removes members from an audience; asks first. Writes one receipt, as an add does.</summary>
[Cmdlet(
    VerbsCommon.Remove, "AudienceContact", DefaultParameterSetName = FromPipeline, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPage.Folder + "Remove-AudienceContact.md")]
[OutputType(typeof(AudienceRemovalReceipt))]
public sealed class RemoveAudienceContactCommand : AudienceCmdlet
{
    private const string FromPipeline = "InputObject";
    private const string FromIds = "ContactId";
    private const string FromNumbers = "PhoneNumber";
    private readonly List<AudienceMember> _members = [];

    /// <summary>The audience: an object, an id or a name.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The audience: an object, an id or a name.")]
    public AudienceReference? Audience { get; set; }

    /// <summary>Members, of this audience or another, or contacts.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = FromPipeline, ValueFromPipeline = true,
        HelpMessage = "Members of this audience or another, or contacts.")]
    public AudienceMember[]? InputObject { get; set; }

    /// <summary>Identifiers, as members have them in <c>ContactId</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromIds, HelpMessage = "Ids of members, as they have them in ContactId.")]
    [ValidateNotNullOrEmpty]
    public string[]? ContactId { get; set; }

    /// <summary>Phone numbers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromNumbers, HelpMessage = "Phone numbers with their calling code.")]
    [ValidateNotNullOrEmpty]
    public string[]? PhoneNumber { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Guarded(() => ClientFor(ConnectionFor(Audience), ServiceOperation.RemoveMembers));

    /// <inheritdoc/>
    protected override void ProcessRecord() => _members.AddRange(InputObject ?? []);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_members.Count > 0 || ParameterSetName != FromPipeline)
        {
            Guarded(Remove, Audience);
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

        var ids = ContactId ?? [.. _members.Where(HasIdFor).Select(static member => member.ContactId)];
        var numbers = PhoneNumber
            ?? [.. _members.Where(member => !HasIdFor(member)).Select(static member => member.PhoneNumber ?? member.ContactId)];
        if (!Asks(Described(audience, connection), FormattableString.Invariant($"Remove {ids.Length + numbers.Length:N0} contacts")))
        {
            return;
        }

        Run(
            async () =>
            {
                var outcome = await new ContactRemoval(client, audience).RemoveAsync(ids, numbers, StopToken);
                await WriteAsync(outcome.Receipt);
                if (outcome.Failure is { } failure)
                {
                    await Bridge.InvokeAsync(() => WriteFailure(failure, outcome.Receipt));
                }
            },
            Audience);

        // An id is good for the audience that it was read from; elsewhere the number tells who is meant.
        bool HasIdFor(AudienceMember member) =>
            ReferenceEquals(member.Connection, connection) && string.Equals(member.AudienceId, audience.Id, StringComparison.Ordinal);
    }
}
