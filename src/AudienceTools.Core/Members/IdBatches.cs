using AudienceTools.Core.Http;

namespace AudienceTools.Core.Members;

/// <summary>
/// Sends identifiers a batch at a time, one batch after the other. A batch that is refused for one of its identifiers, which some
/// services do without touching the others, is halved until that one is found.
/// </summary>
/// <param name="client">The service.</param>
/// <param name="audienceId">The audience.</param>
/// <param name="send">Sends a batch and keeps what the answer says of it.</param>
/// <param name="refused">Is told of an identifier that the service doesn't know or take.</param>
internal sealed class IdBatches(
    AudienceClient client, string audienceId, Func<IReadOnlyList<string>, Delivery, Task> send, Action<string, AudienceException> refused)
{
    // A service that refuses this many one by one, and takes none between, refuses them for something they have in common.
    private const int RefusedInARow = 20;
    private Delivery _last = new();
    private int _refused;

    /// <summary>How many identifiers are settled.</summary>
    public int Settled { get; private set; }

    /// <summary>How many were under way when the service failed.</summary>
    public int Pending { get; private set; }

    /// <summary>Whether the service may have worked on those all the same.</summary>
    public bool MayHaveWorked => _last.MayHaveWorked;

    /// <exception cref="AudienceException">The service failed; those before <see cref="Settled"/> are done.</exception>
    public async Task SendAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        foreach (var batch in ids.Chunk(client.Dialect.Limits.BatchIds))
        {
            await SendBatchAsync(batch, cancellationToken);
        }
    }

    private async Task SendBatchAsync(ArraySegment<string> batch, CancellationToken cancellationToken)
    {
        Pending = batch.Count;
        var delivery = _last = new Delivery();
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await send(batch, delivery);
            Settled += batch.Count;
            Pending = 0;
            _refused = 0;
        }
        catch (AudienceException exception) when (exception.Code is AudienceErrorCode.NotFound or AudienceErrorCode.RequestRejected)
        {
            if (exception.Code == AudienceErrorCode.NotFound)
            {
                // It may be the audience that isn't there.
                await client.GetAudienceAsync(audienceId, cancellationToken);
            }

            if (batch.Count > 1)
            {
                await SendBatchAsync(batch[..(batch.Count / 2)], cancellationToken);
                await SendBatchAsync(batch[(batch.Count / 2)..], cancellationToken);
                return;
            }

            if (++_refused >= RefusedInARow)
            {
                throw;
            }

            refused(batch[0], exception);
            Settled++;
            Pending = 0;
        }
    }
}
