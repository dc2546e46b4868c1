using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace AudienceTools.Core.Import;

/// <summary>
/// The checkpoint: an append-only file of what the service has acknowledged, one JSON object a line, each on the disk before its batch
/// counts as done. It holds no contact's data. After a kill, the same import goes on with what isn't acknowledged.
/// </summary>
internal sealed class ImportJournal : IDisposable
{
    // One import at a time. On Unix, .NET keeps others out where nothing is shared only; on Windows that would keep readers out too.
    private static readonly FileShare s_alone = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;

    private readonly ConcurrentDictionary<int, JournalEntry> _batches = new();
    private readonly object _lock = new();
    private readonly FileStream _file;
    private readonly string _path;

    private ImportJournal(FileStream file, string path)
    {
        _file = file;
        _path = path;
    }

    /// <summary>The job's own name, the same after a kill.</summary>
    public string Job { get; private set; } = IdempotencyKeys.New();

    /// <summary>When the job began.</summary>
    public DateTimeOffset Began { get; private set; }

    /// <summary>Whether an earlier run began the job.</summary>
    public bool Resumed { get; private set; }

    /// <summary>When an earlier run finished the job; null where none has.</summary>
    public DateTimeOffset? Finished { get; private set; }

    /// <summary>The audience that an earlier run wrote to or created.</summary>
    public string? AudienceId { get; private set; }

    /// <summary>The members it had before the job began.</summary>
    public long? MembersBefore { get; private set; }

    /// <summary>How many batches were acknowledged to earlier runs.</summary>
    public int Acknowledged => _batches.Count;

    /// <summary>Opens a journal, or begins one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">What the job is.</param>
    /// <param name="force">Whether a journal of another job is thrown away instead of refused.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="AudienceException">It belongs to another job, isn't a journal, or can't be written.</exception>
    public static ImportJournal Open(string path, JournalSettings settings, bool force, DateTimeOffset now)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, s_alone);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AudienceException(
                AudienceErrorCode.FileNotWritable,
                $"The checkpoint '{path}' can't be written: {exception.Message} Another import may be using it.",
                exception)
            {
                Target = path,
            };
        }

        var journal = new ImportJournal(file, path);
        try
        {
            journal.Read(settings, force, now);
            return journal;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What the service did with a batch in an earlier run; null where it wasn't acknowledged.</summary>
    /// <exception cref="AudienceException">The batch was another one then: the input has changed.</exception>
    public AddedContacts? OutcomeOf(ContactBatch batch)
    {
        if (!_batches.TryGetValue(batch.Number, out var entry))
        {
            return null;
        }

        return entry.Fingerprint == batch.Fingerprint() ? entry.Outcome : throw Mismatch(
            FormattableString.Invariant(
                $"the rows from {batch.Rows[0].Source.RowNumber} to {batch.Rows[^1].Source.RowNumber} are not those that were sent"));
    }

    /// <summary>Writes down which audience takes the contacts.</summary>
    public void Open(string audienceId, long? membersBefore) =>
        Append(new JournalEntry { AudienceId = audienceId, MembersBefore = membersBefore });

    /// <summary>Writes down what the service did with a batch. On the disk when it returns.</summary>
    public void Acknowledge(ContactBatch batch, AddedContacts outcome) => Append(
        new JournalEntry { Batch = batch.Number, Fingerprint = batch.Fingerprint(), Outcome = outcome });

    /// <summary>Writes down that nothing is left to do.</summary>
    public void Finish(DateTimeOffset now) => Append(new JournalEntry { Finished = now });

    public void Dispose() => _file.Dispose();

    private void Read(JournalSettings settings, bool force, DateTimeOffset now)
    {
        var entries = ReadLines();
        if (entries.Count > 0 && entries[0] is not { Job: not null, Settings: not null, Began: not null })
        {
            throw NoCheckpoint();
        }

        if (entries is [{ Job: { } job, Settings: { } before, Began: { } began }, ..] && !force)
        {
            if (Difference(before, settings) is { } difference)
            {
                throw Mismatch(difference);
            }

            (Job, Began, Resumed) = (job, began, true);
            foreach (var entry in entries)
            {
                AudienceId = entry.AudienceId ?? AudienceId;
                MembersBefore = entry.MembersBefore ?? MembersBefore;
                Finished = entry.Finished ?? Finished;
                if (entry.Batch is { } batch)
                {
                    _batches[batch] = entry;
                }
            }

            return;
        }

        _file.SetLength(0);
        Began = now;
        Append(new JournalEntry { Job = Job, Settings = settings, Began = now });
    }

    // A last line without its end was being written when the process died: it never counted, and is cut off.
    private List<JournalEntry> ReadLines()
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        var entries = new List<JournalEntry>();
        foreach (var line in Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                entries.Add(JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry)!);
            }
            catch (JsonException)
            {
                throw NoCheckpoint();
            }
        }

        if (entries.Count == 0 && whole < bytes.Length && bytes[0] != (byte)'{')
        {
            throw NoCheckpoint();
        }

        _file.SetLength(whole);
        _file.Seek(0, SeekOrigin.End);
        return entries;
    }

    private void Append(JournalEntry entry)
    {
        lock (_lock)
        {
            JsonSerializer.Serialize(_file, entry, JournalJson.Default.JournalEntry);
            _file.WriteByte((byte)'\n');
            _file.Flush(flushToDisk: true);
        }
    }

    private static string? Difference(JournalSettings before, JournalSettings now)
    {
        foreach (var property in typeof(JournalSettings).GetProperties().Where(static property => property.CanWrite))
        {
            var (was, becomes) = (property.GetValue(before), property.GetValue(now));
            if (!Equals(was, becomes))
            {
                return $"{property.Name} was '{was}' and is '{becomes}'";
            }
        }

        return null;
    }

    // It may be anything, so -Force doesn't throw it away either.
    private AudienceException NoCheckpoint() => new(
        AudienceErrorCode.CheckpointMismatch,
        $"'{_path}' is not a checkpoint of this module, or it is damaged. Nothing was sent. Give another -CheckpointPath, or delete the file.")
    {
        Target = _path,
    };

    private AudienceException Mismatch(string difference) => new(
        AudienceErrorCode.CheckpointMismatch,
        $"The checkpoint '{_path}' belongs to another import: {difference}. Nothing was sent. Give the input and settings that it was made with, another -CheckpointPath, or -Force to throw it away.")
    {
        Target = _path,
    };
}
