using System.Runtime.CompilerServices;
using AudienceTools.Core.Import.Accounting;
using AudienceTools.Core.Import.Sending;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Import;

/// <summary>From a reader's rows to batches: counts what comes, settles what can't be sent, gathers the rest.</summary>
internal sealed class ContactStream(IContactReader reader, ContactPreparer preparer, ImportReport report, BatchBuilder builder)
{
    /// <summary>The batches, as they fill. What was gathered when the reading is cut off stays in the builder.</summary>
    public async IAsyncEnumerable<ContactBatch> ReadAsync(
        Action<ImportProgress> onProgress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A file of one line must not look like an empty list if that line was a contact.
        await foreach (var header in reader.ReadHeadersAsync(cancellationToken))
        {
            preparer.Check(header);
        }

        await foreach (var rows in reader.ReadAsync(cancellationToken))
        {
            foreach (var row in rows)
            {
                var prepared = preparer.Prepare(row);
                report.Tally.Receive();
                if (prepared.State != AudienceContactState.Valid)
                {
                    await report.SettleAsync(prepared);
                }
                else if (builder.Add(prepared) is { } full)
                {
                    yield return full;
                }
            }

            onProgress(new ImportProgress(report.Tally.Received, report.Tally.Settled, Fraction(), TimeSpan.Zero));
        }

        if (builder.Flush() is { } rest)
        {
            yield return rest;
        }
    }

    private double? Fraction() => reader.TotalBytes is { } total and > 0 ? Math.Min(1, (double)reader.BytesRead / total) : null;
}
