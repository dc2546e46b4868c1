using AudienceTools.Server.Hosting;
using AudienceTools.Server.Local;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.OliAI;

/// <summary>
/// Works through imports in the background, the oldest first. A batch's contacts leave the import in the same step that saves them,
/// so each is done once, whenever the process ends; what waits is picked up at the next start.
/// </summary>
internal sealed class ImportWorker(IAudienceStore store, ServerLog log, TimeProvider time) : BackgroundService
{
    /// <summary>Small enough for others to get their turn at the store between two batches.</summary>
    public const int BatchSize = 500;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>There is a new import.</summary>
    public void Wake() => _wake.Release();

    /// <summary>Does the next contacts of an import.</summary>
    public static bool RunBatch(IAudienceWriter writer, long id)
    {
        var import = writer.FindImport(id)!;
        var audience = import.AudienceId is { } audienceId ? writer.FindAudience(audienceId) : null;
        if (audience is null && import.AudienceId is not null)
        {
            // The audience was deleted meanwhile.
            return Fail(writer, id);
        }

        var changes = writer.TakeImportRows(import, BatchSize);
        var (saved, created) = writer.SaveContacts(changes);
        if (audience is not null)
        {
            writer.AddContacts(audience, saved);
        }

        writer.UpdateImport(import with
        {
            Created = import.Created + created,
            Updated = import.Updated + saved.Count - created,
            Status = (changes.Count == BatchSize, import.Failed) switch
            {
                (true, _) => ImportStatus.Processing,
                (_, 0) => ImportStatus.Completed,
                _ => ImportStatus.CompletedWithErrors,
            },
        });
        return true;
    }

    public override void Dispose()
    {
        base.Dispose();
        _wake.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await store.ReadAsync(static reader => reader.FindWaitingImport(), stoppingToken) is { } import)
                {
                    await RunBatchAsync(import.Id, stoppingToken);
                }

                await _wake.WaitAsync(stoppingToken);
            }
            catch (StoreDamagedException e)
            {
                // Nothing is written any more, so there is nothing to do.
                Note(e);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A full disk, say. Nothing is lost meanwhile.
                Note(e);
                await Task.Delay(s_pause, time, stoppingToken);
            }
        }
    }

    /// <summary>What is saved stays, all else has failed.</summary>
    private static bool Fail(IAudienceWriter writer, long id)
    {
        var import = writer.FindImport(id)!;
        writer.UpdateImport(import with { Status = ImportStatus.Failed, Failed = import.Total - import.Created - import.Updated });
        return true;
    }

    /// <summary>A fault of ours would come again with the same contacts, and must not keep other imports waiting.</summary>
    private async Task RunBatchAsync(long id, CancellationToken stopping)
    {
        try
        {
            await store.WriteAsync(writer => RunBatch(writer, id), BatchSize, stopping);
        }
        catch (Exception e) when (e is not (OperationCanceledException or StoreFullException or StoreUnavailableException or StoreDamagedException))
        {
            Note(e);
            await store.WriteAsync(writer => Fail(writer, id), weight: 1, stopping);
        }
    }

    private void Note(Exception exception) => log.Fault(requestId: "-", "import", route: null, exception);
}
