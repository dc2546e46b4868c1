using System.Buffers.Binary;

namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>The first bytes of a database file, after https://sqlite.org/fileformat2.html, "The Database Header".</summary>
internal sealed class DatabaseHeader
{
    private const int Length = 100;
    private const byte WithoutLog = 1;
    private const byte WithLog = 2;

    private readonly byte[] _bytes = new byte[Length];
    private readonly long _fileLength;

    private DatabaseHeader(Stream file)
    {
        _fileLength = file.Length;
        IsThere = file.ReadAtLeast(_bytes, Length, throwOnEndOfStream: false) == Length && _bytes.AsSpan().StartsWith("SQLite format 3\0"u8);
    }

    /// <summary>Whether the file begins as a database does.</summary>
    public bool IsThere { get; }

    public int ApplicationId => (int)Number(68);

    public int Version => (int)Number(60);

    /// <summary>
    /// Whether it tells of a database that can be: a wrong count of pages or list of free ones lets SQLite write over pages that are in use.
    /// </summary>
    public bool IsPossible
    {
        get
        {
            var pageSize = BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(16)) is var size and not 1 ? size : 65_536;
            var pages = pageSize == 0 ? 0 : (_fileLength + pageSize - 1) / pageSize;
            var hasPageCount = Number(24) == Number(92);
            var (firstFree, free, largestRoot) = (Number(32), Number(36), Number(52));
            return (!hasPageCount || Number(28) == pages)
                && firstFree <= pages
                && free < pages
                && firstFree == 0 == (free == 0)
                && largestRoot <= pages
                && _bytes[18] is WithoutLog or WithLog
                && Number(44) is >= 1 and <= 4
                && Number(56) == 1;
        }
    }

    /// <summary>Reads it. No connection of this process may be open to the file: to close it again ends their locks.</summary>
    public static DatabaseHeader Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new DatabaseHeader(file);
    }

    private uint Number(int offset) => BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(offset));
}
