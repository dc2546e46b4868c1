using System.Management.Automation;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Import;
using AudienceTools.Core.Reading;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Creates an audience and, where contacts are given, fills it.</summary>
[Cmdlet(
    VerbsCommon.New, "Audience", DefaultParameterSetName = FromPipeline, SupportsShouldProcess = true,
    HelpUri = HelpPage.Folder + "New-Audience.md")]
[OutputType(typeof(Audience))]
[OutputType(typeof(AudienceContactResult))]
public sealed class NewAudienceCommand : BatchedContactCmdlet
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The name of the audience.")]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>What the audience is for.</summary>
    [Parameter(HelpMessage = "What the audience is for, where the service keeps a description.")]
    public string? Description { get; set; }

    /// <summary>The column that identifies a contact beside its number, on a service that wants to know it.</summary>
    [Parameter(HelpMessage = "The column that identifies a contact beside its number, on a service that wants to know it.")]
    [ValidateNotNullOrEmpty]
    public string? IdentifierColumn { get; set; }

    /// <summary>Creates it although there is an audience of that name.</summary>
    [Parameter(HelpMessage = "Creates a second audience of a name that is taken.")]
    public SwitchParameter AllowDuplicateName { get; set; }

    /// <inheritdoc/>
    protected override string Activity => $"Creating the audience '{Name}'";

    /// <inheritdoc/>
    protected override string Target => $"'{Name}' on {OpenConnection}";

    /// <inheritdoc/>
    protected override string Action => HasInput ? "Create audience with contacts" : "Create audience";

    private protected override ServiceOperation Operation =>
        IdentifierColumn is null ? ServiceOperation.CreateAudience : ServiceOperation.NameIdentifierColumn;

    private AudienceDefinition Definition => new(Name)
    {
        Description = Description, IdentifierColumn = IdentifierColumn, AllowDuplicateName = AllowDuplicateName,
    };

    private protected override ImportOptions Options() => base.Options() with { IdentifierColumn = IdentifierColumn };

    private protected override Task PrepareAsync(AudienceClient client, ContactImport import, IContactReader reader) =>
        import.CheckNameAsync(Definition, reader, StopToken);

    private protected override Task<ImportOutcome> ImportAsync(AudienceClient client, ContactImport import, IContactReader reader) =>
        import.CreateAsync(Definition, reader, StopToken);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (HasInput)
        {
            base.EndProcessing();
        }
        else
        {
            CreateEmpty();
        }
    }

    private protected override bool SaysShortfall(ImportOutcome outcome) => outcome.Audience is not null;

    private protected override void WriteOutcome(ImportOutcome outcome)
    {
        if (outcome.Audience is null)
        {
            var why = outcome.Receipt.Reasons.Count == 0 ? "" : $" ({Listed(outcome.Receipt.Reasons)})";
            WriteFailure(
                new AudienceException(
                    AudienceErrorCode.NoContacts,
                    $"The audience '{Name}' was not created: of {outcome.Receipt.Received} rows none can be used{why}."),
                outcome.Receipt);
        }
        else if (!PassThru)
        {
            var created = new PSObject(outcome.Audience with
            {
                MemberCount = outcome.Receipt.MemberCountAfter ?? outcome.Receipt.Added,
                Receipt = outcome.Receipt,
                Connection = OpenConnection,
            });
            created.TypeNames.Insert(0, "AudienceTools.Audience#Filled");
            WriteObject(created);
        }
    }

    private void CreateEmpty()
    {
        var client = ClientOf(OpenConnection);
        Namesakes? namesakes = null;
        Run(async () =>
        {
            client.RequireContacts(Definition);
            namesakes = await client.FindNamesakesAsync(Definition, StopToken);
        });
        if (namesakes is not null && ShouldProcess(Target, Action))
        {
            Run(async () =>
            {
                var (audience, _) = await client.TryCreateAudienceAsync(Definition, namesakes, IdempotencyKeys.New(), StopToken);
                await WriteAsync(audience with { MemberCount = audience.MemberCount ?? 0, Connection = OpenConnection });
            });
        }
    }
}
