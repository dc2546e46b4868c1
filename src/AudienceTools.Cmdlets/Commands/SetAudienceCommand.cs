using System.Globalization;
using System.Management.Automation;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Import;
using AudienceTools.Core.Reading;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Renames or describes audiences, or replaces all members of one. Writes the audience as it is then.</summary>
/// <remarks>A command has one impact. This one's is that of replacing; see <see cref="ShouldUpdate"/> for the others.</remarks>
[Cmdlet(
    VerbsCommon.Set, "Audience", DefaultParameterSetName = Properties, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPage.Folder + "Set-Audience.md")]
[OutputType(typeof(Audience))]
[OutputType(typeof(AudienceContactResult))]
public sealed class SetAudienceCommand : ContactCmdlet
{
    private const string Properties = "Properties";
    private Audience? _replaced;

    /// <summary>The audience: an object, an id or a name.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = Properties, ValueFromPipeline = true,
        HelpMessage = "The audience: an object, an id or a name.")]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromPipeline)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromNumbers)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromPath)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromLiteralPath)]
    public AudienceReference? Audience { get; set; }

    /// <summary>The new name.</summary>
    [Parameter(ParameterSetName = Properties, HelpMessage = "The new name.")]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    /// <summary>The new description; empty for none.</summary>
    [Parameter(ParameterSetName = Properties, HelpMessage = "The new description; an empty one takes it away.")]
    [AllowEmptyString]
    [ValidateNotNull]
    public string? Description { get; set; }

    /// <summary>Replaces all members by the contacts that are given.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = FromPipeline,
        HelpMessage = "Replaces all members by the contacts that are given, without a way back.")]
    [Parameter(Mandatory = true, ParameterSetName = FromNumbers)]
    [Parameter(Mandatory = true, ParameterSetName = FromPath)]
    [Parameter(Mandatory = true, ParameterSetName = FromLiteralPath)]
    public SwitchParameter ReplaceMember { get; set; }

    /// <inheritdoc/>
    protected override string Activity => $"Replacing the members of '{Audience}'";

    /// <inheritdoc/>
    protected override AudienceReference? Reference => Audience;

    /// <inheritdoc/>
    protected override string Target => Described(_replaced!, OpenConnection);

    /// <inheritdoc/>
    protected override string Action => "Replace all members";

    private protected override ServiceOperation Operation => ServiceOperation.ReplaceMembers;

    // The question names how many contacts come in place of how many.
    private protected override bool AsksFirst => false;

    private protected override async Task<ImportOutcome> ImportAsync(AudienceClient client, ContactImport import, IContactReader reader)
    {
        var audience = await ResolveAsync(client, Audience!, StopToken);
        return await import.ReplaceAsync(audience, reader, MayReplaceAsync, StopToken);

        Task<bool> MayReplaceAsync(long? members, int contacts)
        {
            _replaced = audience with { MemberCount = members };
            return AskAsync($"{Action} by {Counted(contacts, "contact")}");
        }
    }

    private protected override async Task PrepareAsync(AudienceClient client, ContactImport import, IContactReader reader)
    {
        var audience = await ResolveAsync(client, Audience!, StopToken);
        _replaced = audience with { MemberCount = await client.CountMembersAsync(audience.Id, StopToken) };
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Which connection serves a change of properties is known only when an audience has come down the pipeline.
        if (ParameterSetName != Properties)
        {
            if (!ReplaceMember)
            {
                WriteFailure(new AudienceException(
                    AudienceErrorCode.NothingToChange, "-ReplaceMember is $false, so the members are left as they are. Add contacts with Add-AudienceContact."));
            }

            base.BeginProcessing();
        }
        else if (NewName is null && Description is null)
        {
            WriteFailure(new AudienceException(
                AudienceErrorCode.NothingToChange, "Give -NewName, -Description, or -ReplaceMember with contacts."));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == Properties)
        {
            Guarded(Update, Audience);
        }
        else
        {
            base.ProcessRecord();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName != Properties)
        {
            base.EndProcessing();
        }
    }

    private protected override void WriteOutcome(ImportOutcome outcome)
    {
        if (outcome.Receipt.Added == 0)
        {
            WriteFailure(
                new AudienceException(
                    AudienceErrorCode.NoContacts,
                    $"The members of '{Audience}' were not replaced: of {outcome.Receipt.Received} rows none can be used. {Listed(outcome.Receipt.Reasons)}"),
                outcome.Receipt);
        }
        else if (!PassThru)
        {
            var receipt = outcome.Receipt;
            WriteObject(outcome.Audience! with
            {
                MemberCount = receipt.MemberCountAfter ?? receipt.Added, Receipt = receipt, Connection = OpenConnection,
            });
        }
    }

    private void Update()
    {
        var connection = ConnectionFor(Audience);
        var client = ClientFor(connection, ServiceOperation.UpdateAudience);
        if (Find(client, Audience!, Audience!) is not { } audience || !ShouldUpdate(Described(audience, connection)))
        {
            return;
        }

        Run(
            async () =>
            {
                var changed = await client.UpdateAudienceAsync(audience.Id, new AudienceChange(NewName, Description), StopToken);
                changed.Connection = connection;
                await WriteAsync(changed);
            },
            Audience);
    }

    // A rename destroys nothing: it asks where -Confirm or a preference below High has every command ask.
    private bool ShouldUpdate(string target)
    {
        var preference = LanguagePrimitives.TryConvertTo(
            SessionState.PSVariable.GetValue("ConfirmPreference"), CultureInfo.InvariantCulture, out ConfirmImpact given) ? given : ConfirmImpact.High;
        var isQuiet = preference == ConfirmImpact.High && !MyInvocation.BoundParameters.ContainsKey("Confirm") && !AsksWhatIf;
        return isQuiet || Asks(target, Changes());
    }

    private string Changes() => string.Join(" and ", new[]
    {
        NewName is null ? null : $"rename to '{NewName}'",
        Description is null ? null : "describe",
    }.OfType<string>());
}
