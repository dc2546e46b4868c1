using System.Threading.Channels;

namespace AudienceTools.Core.Import;

/// <summary>
/// Takes batches as they are filled and keeps several of them in flight. The first batch opens the audience. Each batch that comes in
/// is settled by the end, sent or not.
/// </summary>
internal sealed class BatchDispatcher(
    Func<ContactBatch, Task<OpenedAudience>> open, BatchSender sender, ImportReport report, int throttleLimit, CancellationToken cancellationToken)
{
    private readonly Channel<ContactBatch> _waiting = Channel.CreateBounded<ContactBatch>(throttleLimit);
    private Task[] _workers = [];
    private AudienceException? _failure;

    /// <summary>The audience, once the first batch has opened it.</summary>
    public OpenedAudience? Opened { get; private set; }

    /// <summary>The first failure. From then on nothing new is sent, and what comes is settled as not sent.</summary>
    public AudienceException? Failure => Volatile.Read(ref _failure);

    /// <summary>Takes a batch, and waits while enough of them are on their way.</summary>
    /// <exception cref="AudienceException">The audience can't be opened or created.</exception>
    public async Task DispatchAsync(ContactBatch batch)
    {
        if (Failure is not null)
        {
            await NotSentAsync(batch);
            return;
        }

        try
        {
            if (Opened is null)
            {
                Opened = await open(batch);
                _workers = [.. Enumerable.Range(0, throttleLimit).Select(_ => Task.Run(WorkAsync, CancellationToken.None))];
                if (Opened.TookFirstBatch)
                {
                    return;
                }
            }

            await _waiting.Writer.WriteAsync(batch, cancellationToken);
        }
        catch (OperationCanceledException)
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

    private async Task WorkAsync()
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
            {
                while (!cancellationToken.IsCancellationRequested && _waiting.Reader.TryRead(out var batch))
                {
                    if (Failure is not null)
                    {
                        await NotSentAsync(batch);
                    }
                    else if (await sender.SendAsync(Opened!.Audience, batch, cancellationToken) is { } failure)
                    {
                        Interlocked.CompareExchange(ref _failure, failure, null);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was in flight is settled by the sender, what waits by CompleteAsync.
        }
    }
}

/// <summary>An audience that is ready to take contacts.</summary>
/// <param name="Audience">The audience.</param>
/// <param name="MembersBefore">Its members before the import, where the service tells.</param>
/// <param name="TookFirstBatch">Whether it was created from the first batch.</param>
internal sealed record OpenedAudience(Audience Audience, long? MembersBefore, bool TookFirstBatch);
