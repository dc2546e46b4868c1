using System.Management.Automation;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Core;
using AudienceTools.Core.Contacts;
using AudienceTools.Core.Import;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Creates an audience and, where contacts are given, fills it.</summary>
[Cmdlet(VerbsCommon.New, "Audience", DefaultParameterSetName = FromPipeline, SupportsShouldProcess = true)]
[OutputType(typeof(Audience))]
public sealed class NewAudienceCommand : ContactCmdlet
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>What the audience is for.</summary>
    [Parameter]
    public string? Description { get; set; }

    /// <inheritdoc/>
    protected override string Activity => $"Creating the audience '{Name}'";

    private AudienceDefinition Definition => new(Name) { Description = Description };

    /// <inheritdoc/>
    protected override bool Confirm() => ShouldProcess($"'{Name}' on {ConnectionFor()}", HasInput ? "Create audience with contacts" : "Create audience");

    private protected override Task<ImportOutcome> ImportAsync(AudienceClient client, ContactImport import, IContactReader reader) =>
        import.CreateAsync(Definition, reader, StopToken);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!HasInput)
        {
            CreateEmpty();
        }
        else if (FinishImport() is { } outcome)
        {
            if (outcome.Audience is { } audience)
            {
                var connection = ConnectionFor();
                var created = new PSObject(audience with
                {
                    MemberCount = outcome.Receipt.MemberCountAfter ?? outcome.Receipt.Added,
                    Receipt = outcome.Receipt,
                    Connection = connection,
                });
                created.TypeNames.Insert(0, "AudienceTools.Audience#Filled");
                WriteObject(created);
                WriteShortfall(outcome);
            }
            else
            {
                WriteFailure(
                    new AudienceException(
                        AudienceErrorCode.NoContacts,
                        $"The audience '{Name}' was not created: of {outcome.Receipt.Received} rows none can be used{Why(outcome.Receipt)}."),
                    outcome.Receipt);
            }
        }
    }

    private static string Why(AudienceImportReceipt receipt) =>
        receipt.Reasons.Count == 0 ? "" : $" ({string.Join(", ", receipt.Reasons.Select(static reason => $"{reason.Value} {reason.Key}"))})";

    private void CreateEmpty()
    {
        if (!Confirm())
        {
            return;
        }

        var connection = ConnectionFor();
        Run(async () =>
        {
            var audience = await ClientOf(connection).CreateAudienceAsync(Definition, StopToken);
            await WriteAsync(audience with { MemberCount = audience.MemberCount ?? 0, Connection = connection });
        });
    }
}
