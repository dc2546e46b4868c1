using System.Text;

namespace AudienceTools.Core.Reading.Text;

/// <summary>A text file's bytes as UTF-8, whatever its encoding, of which no more is held than one record and what was read with it.</summary>
internal sealed class JsonInput : IAsyncDisposable
{
    private const int Step = 1 << 16;
    private const byte CtrlZ = 0x1A;
    private static readonly byte[] s_mark = Encoding.UTF8.GetPreamble();
    private readonly Stream _stream;
    private byte[] _buffer = new byte[Step];
    private int _start;
    private int _end;
    private bool _afterReturn;
    private long _column;

    public JsonInput(SourceFile file, Encoding? asked)
    {
        (Encoding, var markLength) = TextEncoding.Detect(file.Peek(TextEncoding.HeadLength), asked);
        file.Position = markLength;
        _stream = Encoding.CodePage == Encoding.UTF8.CodePage
            ? file
            : Encoding.CreateTranscodingStream(file, Strict(Encoding), Encoding.UTF8, leaveOpen: false);
    }

    /// <summary>What the file is written in.</summary>
    public Encoding Encoding { get; }

    /// <summary>What was read and not passed over yet.</summary>
    public ReadOnlySpan<byte> Rest => _buffer.AsSpan(_start.._end);

    /// <summary>The line on which that begins, from 1; a carriage return alone ends one, too.</summary>
    public long Line { get; private set; } = 1;


    /// <summary>Reads on.</summary>
    /// <returns>Whether more came, rather than the end.</returns>
    public async ValueTask<bool> ReadMoreAsync(CancellationToken ct)
    {
        if (_end == _buffer.Length)
        {
            var into = _end - _start > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
            Rest.CopyTo(into);
            (_buffer, _start, _end) = (into, 0, _end - _start);
        }

        var count = await _stream.ReadAsync(_buffer.AsMemory(_end), ct);
        _end += count;
        return count > 0;
    }

    /// <summary>Passes over blanks, line ends and byte order marks, which stand where files were joined.</summary>
    /// <returns>The byte that follows; -1 at the end, where a Ctrl-Z counts as one.</returns>
    public async ValueTask<int> PeekAsync(CancellationToken ct)
    {
        while (true)
        {
            var blanks = Rest.IndexOfAnyExcept(" \t\r\n"u8);
            Skip(blanks < 0 ? Rest.Length : blanks);
            if (Rest.Length < s_mark.Length && await ReadMoreAsync(ct))
            {
                continue;
            }

            if (!Rest.StartsWith(s_mark))
            {
                return Rest is [] or [CtrlZ] ? -1 : Rest[0];
            }

            Skip(s_mark.Length);
        }
    }

    /// <summary>Finds the end of the value that begins here.</summary>
    /// <param name="endsWithLine">Whether a value that isn't over with its line is cut off there.</param>
    /// <param name="longest">The most bytes that are looked through.</param>
    /// <param name="ct">Cancels the reading.</param>
    /// <returns>How far it has come; where that is unfinished, the file is over or the value too long.</returns>
    public async ValueTask<JsonScan> ScanAsync(bool endsWithLine, int longest, CancellationToken ct)
    {
        var scan = new JsonScan();
        var isWhole = false;
        while (!scan.Go(Rest, isWhole, endsWithLine) && !isWhole && scan.Length <= longest)
        {
            isWhole = !await ReadMoreAsync(ct);
        }

        return scan;
    }

    /// <summary>The length of the line from here on.</summary>
    /// <returns>It; or more than <paramref name="longest"/> where it is longer than that.</returns>
    public async ValueTask<int> MeasureLineAsync(int longest, CancellationToken ct)
    {
        var length = 0;
        while (length <= longest)
        {
            var end = Rest[length..].IndexOfAny((byte)'\r', (byte)'\n');
            if (end >= 0)
            {
                return length + end;
            }

            length = Rest.Length;
            if (!await ReadMoreAsync(ct))
            {
                break;
            }
        }

        return length;
    }

    /// <summary>The first byte that is none of <paramref name="blanks"/>, from a place on; -1 where there is none within
    /// <paramref name="longest"/> bytes.</summary>
    public async ValueTask<int> PeekBehindAsync(int place, string blanks, int longest, CancellationToken ct)
    {
        var bytes = Encoding.ASCII.GetBytes(blanks);
        while (true)
        {
            var at = Rest[place..].IndexOfAnyExcept(bytes);
            if (at >= 0)
            {
                return Rest[place + at];
            }

            place = Rest.Length;
            if (place > longest || !await ReadMoreAsync(ct))
            {
                return -1;
            }
        }
    }

    /// <summary>Passes over bytes of <see cref="Rest"/>.</summary>
    public void Skip(int count)
    {
        (Line, _column, _afterReturn) = Place(Rest[..count]);
        _start += count;
    }

    /// <summary>The line and the byte in it, both from 1, where a place in <see cref="Rest"/> is.</summary>
    public (long Line, long Byte) PlaceOf(int index)
    {
        var (line, column, _) = Place(Rest[..Math.Min(index, Rest.Length)]);
        return (line, column + 1);
    }

    private (long Line, long Column, bool AfterReturn) Place(ReadOnlySpan<byte> passed)
    {
        var (line, column, afterReturn) = (Line, _column, _afterReturn);
        while (!passed.IsEmpty)
        {
            var text = passed.IndexOfAny((byte)'\r', (byte)'\n');
            if (text != 0)
            {
                text = text < 0 ? passed.Length : text;
                (column, afterReturn) = (column + text, false);
                passed = passed[text..];
                continue;
            }

            line += passed[0] == '\n' && afterReturn ? 0 : 1;
            (column, afterReturn) = (0, passed[0] == '\r');
            passed = passed[1..];
        }

        return (line, column, afterReturn);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static Encoding Strict(Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = new DecoderReplacementFallback(StrictTextReader.Undecodable.ToString());
        return strict;
    }
}
