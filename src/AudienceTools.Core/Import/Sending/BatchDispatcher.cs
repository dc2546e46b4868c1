using System.Threading.Channels;
using AudienceTools.Core.Import.Accounting;
using AudienceTools.Core.Import.Checkpoints;

namespace AudienceTools.Core.Import.Sending;

/// <summary>
/// Takes batches as they are filled and keeps several of them in flight. The first batch opens the audience. Each batch that comes in
/// is settled by the end, sent or not.
/// </summary>
internal sealed class BatchDispatcher(
    IImportTarget target, BatchSender sender, ImportReport report, ImportJournal? journal, int throttleLimit, CancellationToken cancellationToken)
{
    private readonly Channel<ContactBatch> _waiting = Channel.CreateBounded<ContactBatch>(1);
    private Task[] _workers = [];
    private Exception? _failure;

    /// <summary>The audience, once the first batch has opened it.</summary>
    public OpenedAudience? Opened { get; private set; }

    /// <summary>The first failure. From then on nothing new is sent, and what comes is settled as not sent.</summary>
    public Exception? Failure => Volatile.Read(ref _failure) ?? report.Failure;

    /// <summary>Takes a batch, and waits while enough of them are on their way.</summary>
    /// <exception cref="AudienceException">The audience can't be opened or created, or the input isn't that of the checkpoint.</exception>
    public async Task DispatchAsync(ContactBatch batch)
    {
        if (Failure is not null)
        {
            await NotSentAsync(batch);
            return;
        }

        AddedContacts? acknowledged;
        AddedContacts? created = null;
        try
        {
            acknowledged = journal?.OutcomeOf(batch);
            if (Opened is null)
            {
                Opened = await OpenAsync(batch);
                created = Opened.FirstBatch;
            }

            if ((acknowledged ?? created) is null)
            {
                await _waiting.Writer.WriteAsync(batch, cancellationToken);
                return;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException || Opened is not null)
        {
            await NotSentAsync(batch);
            throw;
        }

        await report.SettleAsync(batch, (acknowledged ?? created)!);
        if (created is not null && acknowledged is null)
        {
            Acknowledge(batch, created);
        }
    }

    /// <summary>Settles rows that were gathered and will not be sent.</summary>
    public Task NotSentAsync(ContactBatch batch) => report.SettleAsync(
        batch, AudienceContactState.NotSent, ReasonCodes.ImportStopped, ImportReport.Stopped(Failure));

    /// <summary>Waits until every batch is settled. Never throws for a failed or cancelled batch.</summary>
    public async Task CompleteAsync()
    {
        _waiting.Writer.Complete();
        await Task.WhenAll(_workers);
    }

    private async Task<OpenedAudience> OpenAsync(ContactBatch first)
    {
        var opened = await target.OpenAsync(first);
        _workers = [.. Enumerable.Range(0, throttleLimit).Select(_ => Task.Run(WorkAsync, CancellationToken.None))];
        return opened;
    }

    // The wait isn't cancelled: the channel is always completed, and until then batches that come are settled as not sent.
    private async Task WorkAsync()
    {
        await foreach (var batch in _waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (Failure is not null || cancellationToken.IsCancellationRequested)
            {
                await NotSentAsync(batch);
            }
            else
            {
                await SendAsync(batch);
            }
        }
    }

    private async Task SendAsync(ContactBatch batch)
    {
        var sent = await sender.SendAsync(Opened!, batch, cancellationToken);
        if (sent.Outcome is { } outcome)
        {
            Acknowledge(batch, outcome);
        }

        Fail(sent.Failure);
    }

    // What can't be written down would be sent again by the next run, so it is better to stop and say why. Whatever it is: a worker that
    // died of it would leave the import waiting for ever.
    private void Acknowledge(ContactBatch batch, AddedContacts outcome)
    {
        try
        {
            journal?.Acknowledge(batch, outcome);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private void Fail(Exception? failure)
    {
        if (failure is not null)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
        }
    }
}
