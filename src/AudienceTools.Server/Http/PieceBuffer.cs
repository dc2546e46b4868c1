using System.Buffers;

namespace AudienceTools.Server.Http;

/// <summary>
/// What is written, in pieces that are no large objects to the garbage collector. A buffer that doubles would stand in memory three
/// times while it grows.
/// </summary>
internal sealed class PieceBuffer : IBufferWriter<byte>
{
    private const int PieceBytes = 64 * 1024;

    private readonly List<Memory<byte>> _full = [];
    private byte[] _piece = [];
    private int _used;

    public ReadOnlySequence<byte> Written
    {
        get
        {
            Segment? first = null;
            Segment? last = null;
            foreach (var piece in (ReadOnlySpan<Memory<byte>>)[.. _full, _piece.AsMemory(0, _used)])
            {
                last = new Segment(piece, last);
                first ??= last;
            }

            return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
        }
    }

    public void Advance(int count) => _used += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_piece.Length - _used < Math.Max(sizeHint, 1))
        {
            if (_used > 0)
            {
                _full.Add(_piece.AsMemory(0, _used));
            }

            _piece = GC.AllocateUninitializedArray<byte>(Math.Max(sizeHint, PieceBytes));
            _used = 0;
        }

        return _piece.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            RunningIndex = before is null ? 0 : before.RunningIndex + before.Memory.Length;
            if (before is not null)
            {
                before.Next = this;
            }
        }
    }
}
