using System.Globalization;
using System.Management.Automation;
using AudienceTools.Cmdlets.Contacts;
using AudienceTools.Core;
using AudienceTools.Core.Contacts;
using AudienceTools.Core.Import;

namespace AudienceTools.Cmdlets.Bases;

/// <summary>A cmdlet that takes contacts, the same ways everywhere: down the pipeline, as phone numbers, or from files.</summary>
public abstract class ContactCmdlet : AudienceCmdlet, IImportObserver
{
    /// <summary>The parameter sets.</summary>
    protected const string FromPipeline = "InputObject";

    /// <inheritdoc cref="FromPipeline"/>
    protected const string FromNumbers = "PhoneNumber";

    /// <inheritdoc cref="FromPipeline"/>
    protected const string FromPath = "Path";

    /// <inheritdoc cref="FromPipeline"/>
    protected const string FromLiteralPath = "LiteralPath";

    private readonly ObjectRows _rows = new();
    private readonly PipelineReader _pipeline = new();
    private ProgressWriter? _progress;
    private ImportOutcome? _outcome;
    private bool _declined;

    /// <summary>The contacts: rows of Import-Csv, hashtables, members of another audience, or phone numbers.</summary>
    [Parameter(ParameterSetName = FromPipeline, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Phone numbers in E.164 form.</summary>
    [Parameter(ParameterSetName = FromNumbers, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[]? PhoneNumber { get; set; }

    /// <summary>Files with contacts; wildcards are expanded.</summary>
    [Parameter(ParameterSetName = FromPath, Mandatory = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Files with contacts, named to the letter.</summary>
    [Parameter(ParameterSetName = FromLiteralPath, Mandatory = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>The column that holds the phone numbers; found by its name otherwise.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PhoneColumn { get; set; }

    /// <summary>Contacts in a request at the most.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int? BatchSize { get; set; }

    /// <summary>Requests in flight at the most.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 4;

    bool IImportObserver.WantsResults => false;

    /// <summary>Whether contacts were asked for at all.</summary>
    protected bool HasInput => ParameterSetName != FromPipeline || MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));

    /// <summary>The audience that the contacts go to, where there is one already.</summary>
    protected virtual AudienceReference? Reference => null;

    /// <summary>How far the import is, in the progress line.</summary>
    protected abstract string Activity { get; }

    Task IImportObserver.OnResultsAsync(IReadOnlyList<AudienceContactResult> results) => Task.CompletedTask;

    void IImportObserver.OnProgress(ImportProgress progress) => _progress?.Show(progress);

    void IImportObserver.OnWarning(string message) => Observer.OnWarning(message);

    /// <summary>Asks whether to go on; on the pipeline thread, before the first request that changes something.</summary>
    protected abstract bool Confirm();

    /// <summary>The import itself.</summary>
    private protected abstract Task<ImportOutcome> ImportAsync(AudienceClient client, ContactImport import, IContactReader reader);

    /// <inheritdoc/>
    protected override void BeginProcessing() => Guarded(() => ConnectionFor(Reference));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == FromPipeline && HasInput && !_declined)
        {
            Guarded(() => Take(_rows.Row(InputObject)), InputObject);
        }
    }

    /// <summary>Brings the import to its end.</summary>
    /// <returns>How it ended; null where it was declined or failed before anything was made.</returns>
    private protected ImportOutcome? FinishImport()
    {
        Guarded(() =>
        {
            if (ParameterSetName == FromPipeline)
            {
                if (!_declined && (Bridge.IsRunning || EnsureStarted(_pipeline)))
                {
                    Bridge.PumpUntil(_pipeline.Flush(StopToken));
                }

                _pipeline.Complete();
            }
            else
            {
                EnsureStarted(OpenInput());
            }

            Bridge.Finish();
        });
        _progress?.Complete();
        return _outcome;
    }

    /// <summary>Says what was not added, and what ended the import early; after the result was written.</summary>
    private protected void WriteShortfall(ImportOutcome outcome)
    {
        var receipt = outcome.Receipt;
        if (outcome.Failure is AudienceException failure)
        {
            WriteFailure(failure, receipt);
        }
        else if (!receipt.Succeeded)
        {
            var missed = receipt.Received - receipt.Added - receipt.AlreadyMember - receipt.Blank - receipt.DuplicateInInput;
            var reasons = string.Join(", ", receipt.Reasons
                .Where(static reason => reason.Key != "DuplicateInInput")
                .Select(static reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Value} {reason.Key}")));
            WriteFailure(
                new AudienceException(
                    AudienceErrorCode.ContactsNotAdded,
                    string.Create(CultureInfo.InvariantCulture, $"{missed:N0} of {receipt.Received:N0} rows were not added: {reasons}.")),
                receipt);
        }
    }

    private void Take(SourceRow row)
    {
        if (!Bridge.IsRunning && !EnsureStarted(_pipeline))
        {
            return;
        }

        if (_pipeline.Add(row))
        {
            Bridge.PumpUntil(_pipeline.Flush(StopToken));
            if (Bridge.HasEnded)
            {
                // The import ended before its input did, which only a failure can bring about: say it now.
                _declined = true;
                Bridge.Finish();
            }
        }
    }

    private bool EnsureStarted(IContactReader reader)
    {
        if (_declined || !Confirm())
        {
            _declined = true;
            return false;
        }

        var connection = ConnectionFor(Reference);
        _progress = new ProgressWriter(this, Bridge, Observer, Activity);
        Bridge.Start(async () =>
        {
            try
            {
                await using var input = reader;
                var client = ClientOf(connection);
                var import = new ContactImport(client, Options(), this, Observer);
                _outcome = await ImportAsync(client, import, reader);
                connection.LastReceipt = _outcome.Receipt;
            }
            finally
            {
                // Whatever ended the import, a pipeline that still brings rows must not wait for it.
                _pipeline.Abandon();
            }
        });
        return true;
    }

    private ImportOptions Options() => new()
    {
        PhoneColumn = PhoneColumn,
        BatchSize = BatchSize,
        ThrottleLimit = ThrottleLimit,
    };

    private IContactReader OpenInput()
    {
        return ParameterSetName == FromNumbers
            ? new RowsReader([.. PhoneNumber!.Select(number => _rows.Row(number))])
            : InputFiles.Open(this, Path ?? LiteralPath!, expand: Path is not null);
    }
}
