using System.Threading.Channels;

namespace AudienceTools.Core.Import;

/// <summary>
/// Takes batches as they are filled and keeps several of them in flight. The first batch opens the audience. Each batch that comes in
/// is settled by the end, sent or not.
/// </summary>
internal sealed class BatchDispatcher(
    IImportTarget target, BatchSender sender, ImportReport report, ImportJournal? journal, int throttleLimit, CancellationToken cancellationToken)
{
    private readonly Channel<ContactBatch> _waiting = Channel.CreateBounded<ContactBatch>(throttleLimit);
    private Task[] _workers = [];
    private AudienceException? _failure;

    /// <summary>The audience, once the first batch has opened it.</summary>
    public OpenedAudience? Opened { get; private set; }

    /// <summary>The first failure. From then on nothing new is sent, and what comes is settled as not sent.</summary>
    public AudienceException? Failure => Volatile.Read(ref _failure);

    /// <summary>Takes a batch, and waits while enough of them are on their way.</summary>
    /// <exception cref="AudienceException">The audience can't be opened or created, or the input isn't that of the checkpoint.</exception>
    public async Task DispatchAsync(ContactBatch batch)
    {
        try
        {
            if (Failure is not null)
            {
                await NotSentAsync(batch);
            }
            else if (journal?.OutcomeOf(batch) is { } known)
            {
                Opened ??= await OpenAsync(batch);
                await report.SettleAsync(batch, known);
            }
            else if (Opened is null)
            {
                Opened = await OpenAsync(batch);
                if (Opened.FirstBatch is { } taken)
                {
                    journal?.Acknowledge(batch, taken);
                    await report.SettleAsync(batch, taken);
                    return;
                }

                await _waiting.Writer.WriteAsync(batch, cancellationToken);
            }
            else
            {
                await _waiting.Writer.WriteAsync(batch, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException || Opened is not null)
        {
            await NotSentAsync(batch);
            throw;
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
        while (_waiting.Reader.TryRead(out var unsent))
        {
            await NotSentAsync(unsent);
        }
    }

    private async Task<OpenedAudience> OpenAsync(ContactBatch first)
    {
        var opened = await target.OpenAsync(first);
        _workers = [.. Enumerable.Range(0, throttleLimit).Select(_ => Task.Run(WorkAsync, CancellationToken.None))];
        return opened;
    }

    private async Task WorkAsync()
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
            {
                while (!cancellationToken.IsCancellationRequested && _waiting.Reader.TryRead(out var batch))
                {
                    await SendAsync(batch);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was in flight is settled by the sender, what waits by CompleteAsync.
        }
    }

    private async Task SendAsync(ContactBatch batch)
    {
        if (Failure is not null)
        {
            await NotSentAsync(batch);
            return;
        }

        var sent = await sender.SendAsync(Opened!, batch, cancellationToken);
        if (sent.Outcome is { } outcome)
        {
            try
            {
                journal?.Acknowledge(batch, outcome);
            }
            catch (AudienceException exception)
            {
                sent = sent with { Failure = exception };
            }
        }

        if (sent.Failure is not null)
        {
            Interlocked.CompareExchange(ref _failure, sent.Failure, null);
        }
    }
}
