using System.Threading.Channels;
using AudienceTools.Core.Reading;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>
/// Rows that come down the pipeline, handed from the pipeline thread to the import a few hundred at a time. A full queue makes the
/// pipeline wait, so the rows of a million-line file never stand in memory.
/// </summary>
internal sealed class PipelineReader : IContactReader
{
    private const int RowsInChunk = 256;
    private readonly Channel<IReadOnlyList<SourceRow>> _chunks = Channel.CreateBounded<IReadOnlyList<SourceRow>>(4);
    private List<SourceRow> _chunk = new(RowsInChunk);
    private volatile bool _abandoned;

    public string? SourceName => null;

    public long? TotalBytes => null;

    public long BytesRead => 0;

    /// <summary>Takes a row.</summary>
    /// <returns>Whether so many have come that they should be handed over.</returns>
    public bool Add(SourceRow row)
    {
        _chunk.Add(row);
        return _chunk.Count >= RowsInChunk;
    }

    /// <summary>Hands over what has come so far.</summary>
    public Task Flush(CancellationToken cancellationToken)
    {
        var chunk = _chunk;
        _chunk = new(RowsInChunk);
        return chunk.Count == 0 || _abandoned ? Task.CompletedTask : WriteAsync(chunk, cancellationToken);
    }

    /// <summary>Nobody reads any more: rows that still come are let go.</summary>
    public void Abandon()
    {
        _abandoned = true;
        _chunks.Writer.TryComplete();
    }

    /// <summary>No more rows come.</summary>
    public void Complete() => _chunks.Writer.TryComplete();

    public IAsyncEnumerable<IReadOnlyList<SourceRow>> ReadAsync(CancellationToken cancellationToken) =>
        _chunks.Reader.ReadAllAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task WriteAsync(List<SourceRow> chunk, CancellationToken cancellationToken)
    {
        try
        {
            await _chunks.Writer.WriteAsync(chunk, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // The import has ended early; its error tells.
        }
    }
}
