using System.Management.Automation;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Import;
using AudienceTools.Core.Reading;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>Adds contacts to an audience and writes one receipt.</summary>
[Cmdlet(
    VerbsCommon.Add, "AudienceContact", DefaultParameterSetName = FromPipeline, SupportsShouldProcess = true,
    HelpUri = HelpPage.Folder + "Add-AudienceContact.md")]
[OutputType(typeof(AudienceImportReceipt))]
[OutputType(typeof(AudienceContactResult))]
public sealed partial class AddAudienceContactCommand : BatchedContactCmdlet
{
    /// <summary>The audience: an object, an id or a name.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The audience: an object, an id or a name.")]
    public AudienceReference? Audience { get; set; }

    /// <inheritdoc/>
    protected override string Activity => $"Adding contacts to '{Audience}'";

    /// <inheritdoc/>
    protected override AudienceReference? Reference => Audience;

    /// <inheritdoc/>
    protected override string Target => $"'{Audience}' on {OpenConnection}";

    /// <inheritdoc/>
    protected override string Action => "Add contacts";

    private protected override ServiceOperation Operation =>
        ParameterSetName == FromIds ? ServiceOperation.AddContactIds : ServiceOperation.AddContacts;

    private protected override Task PrepareAsync(AudienceClient client, ContactImport import, IContactReader reader) =>
        ResolveAsync(client, Audience!, StopToken);

    private protected override async Task<ImportOutcome> ImportAsync(AudienceClient client, ContactImport import, IContactReader reader) =>
        await import.AddAsync(await ResolveAsync(client, Audience!, StopToken), reader, StopToken);

    private protected override void WriteOutcome(ImportOutcome outcome)
    {
        if (!PassThru)
        {
            WriteObject(outcome.Receipt);
        }
    }
}
