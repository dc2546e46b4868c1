using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using AudienceTools.Core.Import.Sending;

namespace AudienceTools.Core.Import.Checkpoints;

/// <summary>
/// The checkpoint: an append-only file of what the service has acknowledged, one JSON object a line, each on the disk before its batch
/// counts as done. It holds no contact's data. After a kill, the same import goes on with what isn't acknowledged.
/// </summary>
internal sealed class ImportJournal : IDisposable
{
    private static ReadOnlySpan<byte> Beginning => "{\"job\":\""u8;

    private readonly ConcurrentDictionary<int, JournalEntry> _batches = new();
    private readonly Lock _lock = new();
    private readonly FileStream _file;
    private readonly string _path;
    private bool _isTorn;

    private ImportJournal(FileStream file, string path)
    {
        _file = file;
        _path = path;
    }

    /// <summary>The job's own name, the same after a kill.</summary>
    public string Job { get; private set; } = IdempotencyKeys.New();

    /// <summary>Whether an earlier run began the job.</summary>
    public bool Resumed { get; private set; }

    /// <summary>When an earlier run finished the job; null where none has.</summary>
    public DateTimeOffset? Finished { get; private set; }

    /// <summary>The audiences that had the name before the job created one; null where it creates none.</summary>
    public Namesakes? Namesakes { get; private set; }

    /// <summary>When the first run that came so far was about to send the create; null where none did.</summary>
    public DateTimeOffset? Creating { get; private set; }

    /// <summary>The audience that an earlier run wrote to or created.</summary>
    public string? AudienceId { get; private set; }

    /// <summary>The members it had before the job began.</summary>
    public long? MembersBefore { get; private set; }

    /// <summary>How many batches were acknowledged to earlier runs.</summary>
    public int Acknowledged => _batches.Count;

    /// <summary>Opens a journal, or begins one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">What the job is.</param>
    /// <param name="discards">Whether a journal of another job is thrown away instead of refused.</param>
    /// <param name="namesakes">The audiences that have the name of the one to create; null where none is to be created.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="AudienceException">It belongs to another job, isn't a journal, or can't be written.</exception>
    public static ImportJournal Open(string path, JournalSettings settings, bool discards, Namesakes? namesakes, DateTimeOffset now) =>
        Open(path, FileMode.OpenOrCreate, journal => journal.Begin(settings, discards, namesakes, now));

    /// <summary>Whether there is a journal of the job, by which its audience may have been created. Changes nothing.</summary>
    /// <exception cref="AudienceException">It belongs to another job, isn't a journal, or can't be read.</exception>
    public static bool MayHaveCreated(string path, JournalSettings settings)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var journal = Open(path, FileMode.Open, journal => journal.Read(settings, discards: false));
        return journal.Creating is not null;
    }

    private static ImportJournal Open(string path, FileMode mode, Action<ImportJournal> begin)
    {
        FileStream? file = null;
        try
        {
            // Only FileShare.None keeps another writer out on Linux and macOS too.
            file = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            var journal = new ImportJournal(file, path);
            begin(journal);
            return journal;
        }
        catch (Exception exception) when (OutputPaths.IsWriteFailure(exception) || exception is NotSupportedException)
        {
            file?.Dispose();
            throw new AudienceException(
                AudienceErrorCode.FileNotWritable,
                $"The checkpoint '{path}' can't be written: {exception.Message} Another import may be using it, or it is no file.",
                exception)
            {
                Target = path,
            };
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>What the service did with a batch in an earlier run; null where it wasn't acknowledged.</summary>
    /// <exception cref="AudienceException">The batch was another one then, or isn't of the finished job: the input has changed.</exception>
    public AddedContacts? OutcomeOf(ContactBatch batch)
    {
        var rows = FormattableString.Invariant($"the rows from {batch.Rows[0].Source.RowNumber} to {batch.Rows[^1].Source.RowNumber}");
        if (_batches.TryGetValue(batch.Number, out var entry))
        {
            return entry.Fingerprint == batch.Fingerprint()
                ? entry.Outcome
                : throw Mismatch($"{rows} are not those that were sent", "From there on nothing was sent.");
        }

        return Finished is null ? null : throw Mismatch($"that one is finished, and {rows} were not in it");
    }

    /// <summary>Writes down that the create is about to be sent.</summary>
    public void Create(DateTimeOffset now) => Append(new JournalEntry { Creating = now });

    /// <summary>Writes down which audience takes the contacts.</summary>
    public void Open(string audienceId, long? membersBefore) =>
        Append(new JournalEntry { AudienceId = audienceId, MembersBefore = membersBefore });

    /// <summary>Writes down what the service did with a batch. On the disk when it returns.</summary>
    public void Acknowledge(ContactBatch batch, AddedContacts outcome) => Append(
        new JournalEntry { Batch = batch.Number, Fingerprint = batch.Fingerprint(), Outcome = outcome });

    /// <summary>Writes down that nothing is left to do.</summary>
    public void Finish(DateTimeOffset now) => Append(new JournalEntry { Finished = now });

    public void Dispose() => _file.Dispose();

    private void Begin(JournalSettings settings, bool discards, Namesakes? namesakes, DateTimeOffset now)
    {
        var length = Read(settings, discards);
        Cut(Resumed ? length : 0);
        if (!Resumed)
        {
            Append(new JournalEntry { Job = Job, Settings = settings, Began = now, Namesakes = namesakes });
        }
        else if (namesakes is not null)
        {
            Append(new JournalEntry { Namesakes = namesakes });
        }

        Namesakes = namesakes ?? Namesakes;
    }

    /// <summary>Reads what an earlier run has written, and gives how much of the file counts.</summary>
    private long Read(JournalSettings settings, bool discards)
    {
        var (entries, length) = ReadLines(firstOnly: discards);
        if (entries.Count == 0 || discards)
        {
            return 0;
        }

        if (entries[0] is not { Job: { } job, Settings: { } before, Began: not null })
        {
            throw Mismatch("it is not a checkpoint of this module");
        }

        if (settings.DifferenceTo(before) is { } difference)
        {
            throw Mismatch(difference);
        }

        (Job, Resumed) = (job, true);
        foreach (var entry in entries)
        {
            Namesakes = entry.Namesakes ?? Namesakes;
            Creating ??= entry.Creating;
            AudienceId = entry.AudienceId ?? AudienceId;
            MembersBefore = entry.MembersBefore ?? MembersBefore;
            Finished = entry.Finished ?? Finished;
            if (entry.Batch is { } batch)
            {
                _batches[batch] = entry;
            }
        }

        return length;
    }

    // A last line without its end was being written when the process died: it never counted. It is cut off, but not before the file is
    // known to be a journal of this job: any other file stays as it is.
    // Not even -DiscardCheckpoint throws away what never was a journal; of a damaged one it needs only the first line.
    private (List<JournalEntry> Entries, long Length) ReadLines(bool firstOnly)
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        var entries = new List<JournalEntry>();
        foreach (var line in Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                entries.Add(JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry) ?? throw new JsonException());
                if (entries[0].Job is null)
                {
                    throw new JsonException();
                }

                if (firstOnly)
                {
                    break;
                }
            }
            catch (JsonException)
            {
                throw Mismatch("a line of it is damaged or of another kind, so it is not a checkpoint of this module, or not any more");
            }
        }

        if (entries.Count == 0 && !Beginning.StartsWith(bytes.AsSpan(0, Math.Min(bytes.Length, Beginning.Length))))
        {
            throw Mismatch("it is not a checkpoint of this module");
        }

        return (entries, whole);
    }

    private void Cut(long length)
    {
        _file.SetLength(length);
        _file.Seek(0, SeekOrigin.End);
    }

    private void Append(JournalEntry entry)
    {
        lock (_lock)
        {
            var end = _file.Position;
            try
            {
                if (_isTorn)
                {
                    throw new IOException("It ends in the middle of a line.");
                }

                _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry), (byte)'\n']);
                _file.Flush(flushToDisk: true);
            }
            catch (Exception exception) when (OutputPaths.IsWriteFailure(exception))
            {
                TakeBack(end);
                throw new AudienceException(
                    AudienceErrorCode.FileNotWritable,
                    $"The checkpoint '{_path}' can't be written any more: {exception.Message} The import stopped; run it again when the disk has room.",
                    exception)
                {
                    Target = _path,
                };
            }
        }
    }

    // Half a line in the middle would make the whole file unreadable. One at the end is left out by the next run.
    private void TakeBack(long end)
    {
        try
        {
            Cut(end);
        }
        catch (Exception exception) when (OutputPaths.IsWriteFailure(exception))
        {
            _isTorn = true;
        }
    }

    /// <summary>The audience that an earlier run created was deleted since.</summary>
    public AudienceException AudienceIsGone(string id, AudienceException inner) => new(
        AudienceErrorCode.AudienceNotFound,
        $"The audience '{id}', which the import of the checkpoint '{_path}' created, is there no more. Nothing was sent. Give another -CheckpointPath, or -DiscardCheckpoint to begin anew.",
        inner)
    {
        StatusCode = inner.StatusCode,
        RequestId = inner.RequestId,
        Attempts = inner.Attempts,
        Target = id,
    };

    private AudienceException Mismatch(string difference, string sent = "Nothing was sent.") => new(
        AudienceErrorCode.CheckpointMismatch,
        $"The checkpoint '{_path}' belongs to another import: {difference}. {sent} Give the input and settings that it was made with, another -CheckpointPath, or -DiscardCheckpoint to throw it away.")
    {
        Target = _path,
    };
}
