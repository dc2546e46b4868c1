using System.Buffers;
using System.Net;

namespace AudienceTools.Core.Http;

/// <summary>
/// A body that is put together in memory, in pieces small enough to stay out of the large object heap: a batch after batch of whole
/// arrays would make the collector's heap grow with the rows. Pieces aren't pooled, since a connection that was given up may still
/// be reading one.
/// </summary>
internal sealed class SegmentedContent : HttpContent, IBufferWriter<byte>
{
    private const int SegmentSize = 32 * 1024;
    private readonly List<ArraySegment<byte>> _full = [];
    private byte[] _current = [];
    private int _used;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _current.Length - _used);
        _used += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_current.Length - _used < Math.Max(sizeHint, 1))
        {
            _full.Add(new(_current, 0, _used));
            _current = new byte[Math.Max(sizeHint, SegmentSize)];
            _used = 0;
        }

        return _current.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    protected override bool TryComputeLength(out long length)
    {
        length = _full.Sum(static segment => (long)segment.Count) + _used;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        foreach (var segment in _full)
        {
            await stream.WriteAsync(segment, cancellationToken);
        }

        await stream.WriteAsync(_current.AsMemory(0, _used), cancellationToken);
    }
}
