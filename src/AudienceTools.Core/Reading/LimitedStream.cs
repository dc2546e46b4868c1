namespace AudienceTools.Core.Reading;

/// <summary>Counts what comes out of an inflating stream, and stops a bomb: the sizes that a ZIP archive declares may lie.</summary>
internal sealed class LimitedStream : Stream
{
    private readonly Stream _inner;
    private readonly long _maxStretch;
    private readonly Action<int> _onRead;

    /// <summary>Makes a stream.</summary>
    /// <param name="inner">What inflates.</param>
    /// <param name="maxStretch">The most bytes between two calls of <see cref="Mark"/>.</param>
    /// <param name="onRead">Told of every read's bytes; may throw.</param>
    public LimitedStream(Stream inner, long maxStretch, Action<int> onRead)
    {
        _inner = inner;
        _maxStretch = maxStretch;
        _onRead = onRead;
    }

    /// <summary>How many bytes came out.</summary>
    public long Count { get; private set; }

    /// <summary>Where the stretch began.</summary>
    public long Marked { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Begins a new stretch.</summary>
    public void Mark() => Marked = Count;

    /// <summary>Reads on.</summary>
    /// <exception cref="StretchTooLongException">The stretch is longer than it may be.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = _inner.Read(buffer);
        Count += count;
        _onRead(count);
        return Count - Marked <= _maxStretch ? count : throw new StretchTooLongException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>One piece of a part is larger than it may be.</summary>
    public sealed class StretchTooLongException : Exception;
}
