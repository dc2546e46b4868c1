using System.Runtime.CompilerServices;
using AudienceTools.Core.Dialects;

namespace AudienceTools.Core.Import;

/// <summary>
/// Holds batches back where a service limits the members of an audience, until it is known that they can fit: the limit is checked
/// before the first request, and no audience is left half full.
/// </summary>
internal static class MemberLimit
{
    /// <exception cref="AudienceException">There are more contacts than an audience can have; nothing was sent.</exception>
    public static async IAsyncEnumerable<ContactBatch> Check(
        ServiceDialect dialect, IAsyncEnumerable<ContactBatch> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var held = new List<ContactBatch>();
        long contacts = 0;
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            if (dialect.Limits is { Members: null, OneBatch: false })
            {
                yield return batch;
                continue;
            }

            held.Add(batch);
            if (dialect.Limits.OneBatch && held.Count > 1)
            {
                throw new AudienceException(
                    AudienceErrorCode.LimitExceeded,
                    $"On {dialect.Service} all contacts of an audience come in one file, and the input is larger than one can be. Nothing was sent. Split it into several audiences.");
            }

            contacts += batch.Rows.Count;
            if (dialect.Limits.Members is { } most && contacts > most)
            {
                throw new AudienceException(
                    AudienceErrorCode.LimitExceeded,
                    FormattableString.Invariant(
                        $"{dialect.Service} takes at most {most} members in an audience, and the input has more contacts than that. Nothing was sent. Split it into several audiences."));
            }
        }

        foreach (var batch in held)
        {
            yield return batch;
        }
    }
}
