using System.Text;

namespace AudienceTools.Core.Reading.Text;

/// <summary>Decodes a stream so that no byte is replaced unnoticed: what doesn't decode comes out as <see cref="Undecodable"/>.</summary>
internal sealed class StrictTextReader : TextReader
{
    /// <summary>A code point that Unicode keeps out of texts for good.</summary>
    public const char Undecodable = '\uFFFF';

    private readonly Stream _stream;
    private readonly Decoder _decoder;
    private readonly char? _delimiter;
    private readonly byte[] _bytes = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <param name="stream">The bytes.</param>
    /// <param name="encoding">What they are in.</param>
    /// <param name="delimiter">A delimiter that changes places (<see cref="DelimiterSwap"/>); null for none.</param>
    public StrictTextReader(Stream stream, Encoding encoding, char? delimiter)
    {
        _stream = stream;
        _delimiter = delimiter;
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = new DecoderReplacementFallback(Undecodable.ToString());
        _decoder = strict.GetDecoder();
    }

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_start == _end && !_isAtEnd)
            {
                _start = 0;
                _end = await _stream.ReadAsync(_bytes, cancellationToken);
                _isAtEnd = _end == 0;
            }

            _decoder.Convert(_bytes.AsSpan(_start, _end - _start), buffer.Span, _isAtEnd, out var used, out var written, out _);
            _start += used;
            if (written > 0 || _isAtEnd)
            {
                if (_delimiter is { } delimiter)
                {
                    DelimiterSwap.Swap(buffer.Span[..written], delimiter);
                }

                return written;
            }
        }
    }

    public override Task<int> ReadAsync(char[] buffer, int index, int count) => ReadAsync(buffer.AsMemory(index, count)).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
