namespace AudienceTools.Core.Reading;

/// <summary>A file opened for reading, which counts what has been read.</summary>
internal sealed class SourceFile : Stream
{
    private readonly FileStream _file;
    private long _furthest;

    private SourceFile(FileStream file)
    {
        _file = file;
        Name = Path.GetFileName(file.Name);
    }

    /// <summary>The path with the folder.</summary>
    public string FullPath => _file.Name;

    /// <summary>The name without the folder.</summary>
    public string Name { get; }

    /// <summary>How far into the file reading has come, in bytes. Safe to read from another thread.</summary>
    public long BytesRead => Interlocked.Read(ref _furthest);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _file.Length;

    public override long Position
    {
        get => _file.Position;
        set => _file.Position = value;
    }

    /// <summary>Where reading ends; at the end of the file by default.</summary>
    public long End { get; set; } = long.MaxValue;

    /// <summary>Opens a file; nobody may write to it meanwhile.</summary>
    /// <exception cref="AudienceException">There is none, it is a folder, or it can't be opened.</exception>
    public static SourceFile Open(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        if (Directory.Exists(path))
        {
            throw new AudienceException(AudienceErrorCode.PathIsDirectory, $"'{name}' is a folder. Name a file in it, such as "
                + $"{name}/contacts.csv.");
        }

        SpecialFiles.Refuse(
            path,
            AudienceErrorCode.FileNotReadable,
            "Save what comes out of it in a file first, or send rows down the pipeline: … | ConvertFrom-Csv | Add-AudienceContact …");
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            return new SourceFile(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new AudienceException(AudienceErrorCode.FileNotFound, $"There is no file '{name}' there. Check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new AudienceException(AudienceErrorCode.FileNotReadable, $"'{name}' can't be opened. Check that it is a file, "
                + "that you may read it and that no other program, such as Excel, has it open.", e);
        }
    }

    /// <summary>The first bytes, leaving the position at the beginning.</summary>
    /// <exception cref="AudienceException">The file can't be read.</exception>
    public byte[] Peek(int count) => Peek(count, 0);

    /// <summary>The last bytes, leaving the position at the beginning.</summary>
    /// <exception cref="AudienceException">The file can't be read.</exception>
    public byte[] PeekEnd(int count) => Peek(count, Math.Max(0, _file.Length - count));

    /// <exception cref="AudienceException">The file can't be read on, such as from a disk that fails.</exception>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Advance(_file.Read(buffer[..Allowed(buffer.Length)]));
        }
        catch (Exception e) when (IsReadFailure(e))
        {
            throw NotReadable(e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="AudienceException">The file can't be read on, such as from a disk that fails.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Advance(await _file.ReadAsync(buffer[..Allowed(buffer.Length)], cancellationToken));
        }
        catch (Exception e) when (IsReadFailure(e))
        {
            throw NotReadable(e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsReadFailure(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private byte[] Peek(int count, long from)
    {
        try
        {
            var bytes = new byte[count];
            _file.Position = from;
            var length = _file.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
            _file.Position = 0;
            return bytes[..length];
        }
        catch (Exception e) when (IsReadFailure(e))
        {
            throw NotReadable(e);
        }
    }

    private AudienceException NotReadable(Exception inner) => new(
        AudienceErrorCode.FileNotReadable,
        $"'{Name}' can't be read to its end: {inner.Message} Check the disk or the network share, or copy the file and read the copy.",
        inner);

    private int Allowed(int wanted) => (int)Math.Clamp(End - _file.Position, 0, wanted);

    private int Advance(int count)
    {
        if (_file.Position > _furthest)
        {
            Interlocked.Exchange(ref _furthest, _file.Position);
        }

        return count;
    }
}
