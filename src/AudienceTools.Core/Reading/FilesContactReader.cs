using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace AudienceTools.Core.Reading;

/// <summary>Several files read one after the other. All are opened at once, so that a file that can't be is told before anything is sent.</summary>
internal sealed class FilesContactReader : IContactReader
{
    private readonly List<IContactReader> _readers = [];
    private readonly ReaderOptions _options;

    /// <exception cref="AudienceException">One of the files can't be opened.</exception>
    public FilesContactReader(IReadOnlyList<string> paths, ReaderOptions options)
    {
        Paths = paths;
        _options = options;
        try
        {
            foreach (var path in paths)
            {
                _readers.Add(ContactReaders.OpenFile(path, options));
            }
        }
        catch
        {
            Close();
            throw;
        }
    }

    public IReadOnlyList<string> Paths { get; }

    public string? SourceName => string.Join(", ", _readers.Select(static reader => reader.SourceName));

    public long? TotalBytes => _readers.Sum(static reader => reader.TotalBytes);

    public long BytesRead => _readers.Sum(static reader => reader.BytesRead);

    public string? Fingerprint => string.Join(", ", Paths.Select(FingerprintOf));

    // Those behind the first are opened anew for that, and closed: the texts of many workbooks would be too much to hold at once.
    public async IAsyncEnumerable<RowHeader> ReadHeadersAsync([EnumeratorCancellation] CancellationToken ct)
    {
        for (var i = 0; i < Paths.Count; i++)
        {
            await using var anew = i == 0 ? null : ContactReaders.OpenFile(Paths[i], _options with { OnWarning = null });
            await foreach (var header in (anew ?? _readers[i]).ReadHeadersAsync(ct))
            {
                yield return header;
            }
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<SourceRow>> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var reader in _readers)
        {
            await foreach (var chunk in reader.ReadAsync(ct))
            {
                yield return chunk;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var reader in _readers)
        {
            await reader.DisposeAsync();
        }
    }

    private static string FingerprintOf(string path)
    {
        using var file = File.OpenRead(path);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(path)} ({file.Length} bytes, SHA-256 {Convert.ToHexString(SHA256.HashData(file).AsSpan(0, 8))})");
    }

    private void Close()
    {
        foreach (var reader in _readers)
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
