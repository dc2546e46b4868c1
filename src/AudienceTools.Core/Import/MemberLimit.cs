using System.Runtime.CompilerServices;
using AudienceTools.Core.Dialects;

namespace AudienceTools.Core.Import;

/// <summary>
/// Holds batches back where a service limits the members of an audience, until it is known that they can fit: the limit is checked
/// before the first request, and no audience is left half full.
/// </summary>
internal static class MemberLimit
{
    /// <param name="dialect">The service.</param>
    /// <param name="batches">What is to be sent.</param>
    /// <param name="held">The batches that are held back. Those that stand in it in the end were not asked for.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="AudienceException">There are more contacts than an audience can have; nothing was sent.</exception>
    public static async IAsyncEnumerable<ContactBatch> Check(
        ServiceDialect dialect,
        IAsyncEnumerable<ContactBatch> batches,
        Queue<ContactBatch> held,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long contacts = 0;
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            if (dialect.Limits.Members is not { } most)
            {
                yield return batch;
                continue;
            }

            held.Enqueue(batch);
            contacts += batch.Rows.Count;
            if (contacts > most)
            {
                throw new AudienceException(
                    AudienceErrorCode.LimitExceeded,
                    FormattableString.Invariant(
                        $"{dialect.Service} takes at most {most} members in an audience, and the input has more contacts than that. Nothing was sent. Split it into several audiences."));
            }
        }

        while (held.TryDequeue(out var batch))
        {
            yield return batch;
        }
    }
}
