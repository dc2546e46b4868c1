using System.Text;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading;

/// <summary>A file for one test.</summary>
internal sealed class Input : IDisposable
{
    public Input(byte[] bytes, string extension = ".csv")
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"audience-{Guid.NewGuid():N}{extension}");
        File.WriteAllBytes(Path, bytes);
    }

    public string Path { get; }

    public static async Task<List<SourceRow>> ReadAsync(string text)
    {
        using var file = new Input(Encoding.UTF8.GetBytes(text));
        return await file.ReadAsync();
    }

    public static async Task<(List<SourceRow> Rows, AudienceException Error)> ReadToErrorAsync(string text)
    {
        using var file = new Input(Encoding.UTF8.GetBytes(text));
        return await file.ReadToErrorAsync();
    }

    /// <summary>Reads all rows into <paramref name="rows"/>, which keeps those before an error.</summary>
    public static async Task ReadAsync(string path, ReaderOptions options, List<SourceRow> rows)
    {
        await using var reader = ContactReaders.OpenFile(path, options);
        await foreach (var chunk in reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.AddRange(chunk);
        }
    }

    public async Task<List<SourceRow>> ReadAsync(ReaderOptions? options = null)
    {
        var rows = new List<SourceRow>();
        await ReadAsync(Path, options ?? new ReaderOptions(), rows);
        return rows;
    }

    public async Task<(List<SourceRow> Rows, AudienceException Error)> ReadToErrorAsync(ReaderOptions? options = null)
    {
        var rows = new List<SourceRow>();
        var error = await Assert.ThrowsAsync<AudienceException>(() => ReadAsync(Path, options ?? new ReaderOptions(), rows));
        return (rows, error);
    }

    public void Dispose() => File.Delete(Path);
}
