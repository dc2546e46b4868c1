using System.Runtime.CompilerServices;
using AudienceTools.Core.Dialects;

namespace AudienceTools.Core.Import.Sending;

/// <summary>
/// Holds batches back where a service limits the members of an audience, until it is known that they can fit: the limit is checked
/// before the first request, and no audience is left half full.
/// </summary>
internal sealed class MemberLimit(AudienceService service, ServiceLimits limits)
{
    private readonly Queue<ContactBatch> _held = new();

    /// <summary>What was held back when the reading or sending was cut off, and nobody has taken.</summary>
    public IEnumerable<ContactBatch> Held => _held;

    /// <exception cref="AudienceException">There are more contacts than an audience can have; nothing was sent.</exception>
    public async IAsyncEnumerable<ContactBatch> CheckAsync(
        IAsyncEnumerable<ContactBatch> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long contacts = 0;
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            if (limits is { Members: null, OneBatch: false })
            {
                yield return batch;
                continue;
            }

            _held.Enqueue(batch);
            if (limits.OneBatch && _held.Count > 1)
            {
                throw new AudienceException(
                    AudienceErrorCode.LimitExceeded,
                    $"On {service} all contacts of an audience come in one request here, and the input is larger than one can be. Nothing was sent. Split it into several audiences.");
            }

            contacts += batch.Rows.Count;
            if (limits.Members is { } most && contacts > most)
            {
                throw new AudienceException(
                    AudienceErrorCode.LimitExceeded,
                    FormattableString.Invariant(
                        $"{service} takes at most {most} members in an audience, and the input has more contacts than that. Nothing was sent. Split it into several audiences."));
            }
        }

        while (_held.TryDequeue(out var batch))
        {
            yield return batch;
        }
    }
}
