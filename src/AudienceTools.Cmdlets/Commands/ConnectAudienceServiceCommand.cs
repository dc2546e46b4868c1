using System.Management.Automation;
using System.Security;
using AudienceTools.Cmdlets.Bases;
using AudienceTools.Cmdlets.Connections;
using AudienceTools.Cmdlets.Contacts;

namespace AudienceTools.Cmdlets.Commands;

/// <summary>
/// Opens the session's default connection. Local, the default, starts the service or joins the one that runs. Nothing is asked but before
/// a reset, the one thing that destroys.
/// </summary>
[Cmdlet(
    VerbsCommunications.Connect,
    "AudienceService",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPage.Folder + "Connect-AudienceService.md")]
[OutputType(typeof(AudienceConnection))]
public sealed class ConnectAudienceServiceCommand : AsyncCmdlet
{
    /// <summary>The service.</summary>
    [Parameter(Position = 0, HelpMessage = "The service: Local, Atoms, OliAI or CommBox.")]
    public AudienceService Service { get; set; } = AudienceService.Local;

    /// <summary>The key; the service's environment variable otherwise.</summary>
    [Parameter(HelpMessage = "The service's key; by default that in the service's environment variable.")]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <summary>Another base address than the service's own, such as a gateway's.</summary>
    [Parameter(HelpMessage = "Another base address than the service's own, such as a gateway's.")]
    [ValidateNotNull]
    public Uri? Uri { get; set; }

    /// <summary>The folder for the local service's data; the user's own data folder otherwise.</summary>
    [Parameter(HelpMessage = "The folder for the local service's data; by default AudienceTools in your own data folder.")]
    [ValidateNotNullOrEmpty]
    public string? DataPath { get; set; }

    /// <summary>How long one exchange may take, in seconds.</summary>
    [Parameter(HelpMessage = "How long one exchange with the service may take, in seconds; 100 by default.")]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 100;

    /// <summary>How often a request is repeated at the most.</summary>
    [Parameter(HelpMessage = "How often a request is repeated at the most, 0 to 20; 4 by default.")]
    [ValidateRange(0, 20)]
    public int MaximumRetryCount { get; set; } = 4;

    /// <summary>Sends the service's dialect to the local service's copy of its API.</summary>
    [Parameter(
        HelpMessage = "Sends what would go to the vendor to a copy of the vendor's API on this machine.")]
    public SwitchParameter Rehearsal { get; set; }

    /// <summary>Rehearses as fast as it goes: neither the copy nor the module keeps the vendor's rates.</summary>
    [Parameter(HelpMessage = "Rehearses as fast as it goes, without the vendor's rates.")]
    public SwitchParameter NoRateLimit { get; set; }

    /// <summary>Deletes first what was rehearsed before.</summary>
    [Parameter(HelpMessage = "Deletes what was rehearsed before, and begins with nothing.")]
    public SwitchParameter Reset { get; set; }

    /// <summary>Allows plain HTTP to another machine; the key travels in the clear.</summary>
    [Parameter(HelpMessage = "Allows plain HTTP to another machine, which lets others on the way read the key.")]
    public SwitchParameter AllowInsecure { get; set; }

    /// <summary>Writes the connection.</summary>
    [Parameter(HelpMessage = "Writes the connection.")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Guarded(Connect, Service);

    private void Connect()
    {
        var request = new ConnectionRequest(Service)
        {
            ApiKey = ApiKey,
            Uri = Uri,
            DataPath = DataFolder(),
            Rehearsal = Rehearsal,
            Reset = Reset,
            NoRateLimit = NoRateLimit,
            AllowInsecure = AllowInsecure,
            TimeoutSec = TimeoutSec,
            MaximumRetryCount = MaximumRetryCount,
        };
        if (NoRateLimit && !Rehearsal)
        {
            WriteFailure(
                new AudienceException(
                    AudienceErrorCode.NotSupportedByService, "-NoRateLimit is for a rehearsal: a vendor's rates are kept. Give it with -Rehearsal, or leave it out."),
                Service);
        }

        if (Reset && !MayReset(request))
        {
            return;
        }

        var open = ConnectionStore.All;
        AudienceConnection? opened = null;
        Run(async () => opened = await request.OpenAsync(open, StopToken), Service);
        if (opened is null)
        {
            return;
        }

        // The one before stays open: it may be in a variable and serve -Connection.
        ConnectionStore.Use(opened);
        if (PassThru)
        {
            WriteObject(opened);
        }
    }

    private bool MayReset(ConnectionRequest request)
    {
        if (!Rehearsal || request.Folder is null)
        {
            WriteFailure(
                new AudienceException(
                    AudienceErrorCode.NothingToReset,
                    "-Reset deletes what was rehearsed on this machine, and nothing else. Give it with -Rehearsal, and without -Uri."),
                Service);
        }

        return Asks($"the rehearsal of {Service} in '{request.Folder}'", "Delete all audiences and contacts");
    }

    private string DataFolder() => DataPath is not null
        ? System.IO.Path.TrimEndingDirectorySeparator(InputFiles.ResolveNew(this, DataPath, AudienceErrorCode.LocalServiceFailed))
        : System.IO.Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "AudienceTools");
}
