using System.Globalization;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Import;
using AudienceTools.Core.Reading;

namespace AudienceTools.Cmdlets.Bases;

/// <summary>A cmdlet that sends contacts to an audience.</summary>
public abstract class ContactCmdlet : ContactInputCmdlet
{
    private ImportOutcome? _outcome;
    private AudienceContactSummary? _summary;
    private AudienceConnection? _connection;
    private ImportOptions? _options;
    private bool _whatIf;
    private bool _isDeclined;

    /// <summary>Checks the whole of the files first, and sends nothing where a row can't be used.</summary>
    [Parameter(ParameterSetName = FromPath, HelpMessage = "Checks whole files first, and sends nothing where a row can't be used.")]
    [Parameter(ParameterSetName = FromLiteralPath)]
    public SwitchParameter Verify { get; set; }

    /// <summary>The audience that the contacts go to, where there is one already.</summary>
    protected virtual AudienceReference? Reference => null;

    /// <summary>What the question and the message of -WhatIf are about.</summary>
    protected abstract string Target { get; }

    /// <summary>What is done to it.</summary>
    protected abstract string Action { get; }

    private protected abstract ServiceOperation Operation { get; }

    private protected AudienceConnection OpenConnection => _connection ??= ConnectionFor(Reference);

    // A function that was called with -WhatIf has a switch in the variable.
    private protected bool AsksWhatIf => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given) ? given : SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>The import itself.</summary>
    private protected abstract Task<ImportOutcome> ImportAsync(AudienceClient client, ContactImport import, IContactReader reader);

    /// <summary>Whether the question comes before anything is read, rather than by <see cref="AskAsync"/> when it is known how much there is.</summary>
    private protected virtual bool AsksFirst => true;

    /// <summary>Looks up what the import needs, without changing anything, for -WhatIf.</summary>
    private protected abstract Task PrepareAsync(AudienceClient client, ContactImport import, IContactReader reader);

    /// <summary>Whether rows that were not added are an error of their own, rather than part of a larger one.</summary>
    private protected virtual bool SaysShortfall(ImportOutcome outcome) => true;

    /// <summary>Writes the result.</summary>
    private protected abstract void WriteOutcome(ImportOutcome outcome);

    /// <inheritdoc/>
    protected override void BeginProcessing() => Guarded(() => ClientFor(OpenConnection, Operation));

    /// <inheritdoc/>
    protected override bool Confirm()
    {
        _options = Options();
        _whatIf = AsksWhatIf;

        // With -WhatIf the contacts are checked all the same, and the one message says how many there are.
        return _whatIf || !AsksFirst || Asks(Target, Action);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_summary is not null)
        {
            Asks(Target, $"{Action} ({_summary})");
        }
        else if (_outcome is not null && !_isDeclined)
        {
            WriteOutcome(_outcome);
            WriteShortfall(_outcome);
        }
    }

    private protected override async Task UseAsync(IContactReader reader)
    {
        var client = ClientOf(OpenConnection);
        var options = _options!;
        if (_whatIf)
        {
            await PrepareAsync(client, Import(), reader);
            _summary = await new ContactCheck(client.Service, options with { FailurePath = null }, this, TimeProvider.System)
                .RunAsync(reader, StopToken);
            return;
        }

        // An import that ends without a receipt must not leave an earlier one's in its place.
        OpenConnection.LastReceipt = null;
        if (Verify)
        {
            await VerifyAsync(client, options);
        }

        _outcome = await ImportAsync(client, Import(), reader);
        OpenConnection.LastReceipt = _outcome.Receipt;

        ContactImport Import() => new(client, options, this, Observer);
    }

    private async Task VerifyAsync(AudienceClient client, ImportOptions options)
    {
        await using var reader = OpenFiles();
        var summary = await new ContactCheck(client.Service, options, new WithoutResults(this), TimeProvider.System).RunAsync(reader, StopToken);
        if (!summary.Succeeded)
        {
            throw new AudienceException(
                AudienceErrorCode.VerificationFailed,
                summary.Received == summary.Blank
                    ? $"Nothing was sent: {NoContact(summary.Received)}."
                    : $"Nothing was sent: {summary}. {Listed(summary.Reasons)}. Mend the rows, or leave -Verify out to send the others.");
        }
    }

    /// <summary>Asks in the middle of the import. After a no it ends, and nothing is written of it.</summary>
    private protected async Task<bool> AskAsync(string action)
    {
        await Bridge.InvokeAsync(() => _isDeclined = !Asks(Target, action));
        return !_isDeclined;
    }

    /// <summary>Says what was not added, and what ended the import early; after the result was written.</summary>
    private protected void WriteShortfall(ImportOutcome outcome)
    {
        var receipt = outcome.Receipt;
        if (outcome.Failure is AudienceException failure)
        {
            WriteFailure(failure, receipt);
        }
        else if (outcome.Failure is not (null or OperationCanceledException))
        {
            ExceptionDispatchInfo.Throw(outcome.Failure);
        }
        else if (!receipt.Succeeded && SaysShortfall(outcome))
        {
            if (receipt.Received == receipt.Blank)
            {
                WriteFailure(
                    new AudienceException(AudienceErrorCode.ContactsNotAdded, $"Nothing was added: {NoContact(receipt.Received)}."), receipt);
                return;
            }

            var missed = receipt.Invalid + receipt.Rejected + receipt.NotSent;
            var what = (missed, receipt.Unknown) switch
            {
                (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{missed:N0} of {receipt.Received:N0} rows were not added"),
                (0, _) => string.Create(CultureInfo.InvariantCulture, $"{receipt.Unknown:N0} of {receipt.Received:N0} rows may have been added or not"),
                _ => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{missed:N0} of {receipt.Received:N0} rows were not added, and {receipt.Unknown:N0} may have been or not"),
            };
            WriteFailure(
                new AudienceException(AudienceErrorCode.ContactsNotAdded, $"{what}: {Listed(receipt.Reasons)}. {Next(receipt)}"), receipt);
        }
    }

    private static string NoContact(long rows) => rows == 0
        ? "the input has no rows"
        : string.Create(CultureInfo.InvariantCulture, $"{(rows == 1 ? "the only row" : $"each of the {rows:N0} rows")} of the input is blank");

    private static string Next(AudienceImportReceipt receipt) => receipt.FailurePath is null
        ? "See each of them with -FailurePath or -PassThru."
        : $"They are in '{receipt.FailurePath}'.";

    private protected static string Listed(IReadOnlyDictionary<string, long> reasons) => string.Join(", ", reasons
        .Where(static reason => reason.Key != nameof(AudienceContactState.DuplicateInInput))
        .Select(static reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Value:N0} {reason.Key}")));

    /// <summary>For a check before the sending: the rows are told of when they were sent.</summary>
    private sealed class WithoutResults(IImportObserver observer) : IImportObserver
    {
        public bool WantsResults => false;

        public Task OnResultsAsync(IReadOnlyList<AudienceContactResult> results) => Task.CompletedTask;

        public void OnProgress(ImportProgress progress) => observer.OnProgress(progress);

        public void OnWarning(string message) => observer.OnWarning(message);
    }
}
