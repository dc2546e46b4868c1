namespace AudienceTools.Core.Reading;

/// <summary>Reads rows from one source, once, from its beginning to its end, in constant memory.</summary>
public interface IContactReader : IAsyncDisposable
{
    /// <summary>The name of the file without its folder; <see langword="null"/> for other sources.</summary>
    string? SourceName { get; }

    /// <summary>The size of the source in bytes where it is known.</summary>
    long? TotalBytes { get; }

    /// <summary>How many bytes have been read so far. May be read from another thread, for progress.</summary>
    long BytesRead { get; }

    /// <summary>What tells this input from another one; null where only reading it can tell. Reads the whole source.</summary>
    string? Fingerprint => null;

    /// <summary>The files that are read; none for other sources.</summary>
    IReadOnlyList<string> Paths => [];

    /// <summary>The headers of the files, so that one that is none is told before a row is given out. May be called once, before the
    /// rows are read; none for sources whose rows alone tell their columns.</summary>
    /// <exception cref="AudienceException">A file can't be read, or has no header.</exception>
    IAsyncEnumerable<RowHeader> ReadHeadersAsync(CancellationToken ct) => AsyncEnumerable.Empty<RowHeader>();

    /// <summary>Reads the rows in chunks of some hundred. May be called once.</summary>
    /// <remarks>
    /// Rows that can't be taken come with a <see cref="SourceRow.Problem"/>. Lines with nothing in them are no rows, as with
    /// <c>Import-Csv</c>; a row of empty cells is one. What damages the file as a whole is thrown after the rows before it have come.
    /// </remarks>
    /// <exception cref="AudienceException">The source can't be read, or not beyond some line.</exception>
    IAsyncEnumerable<IReadOnlyList<SourceRow>> ReadAsync(CancellationToken ct);
}
