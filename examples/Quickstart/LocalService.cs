using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;

namespace Quickstart;

/// <summary>A local service of the example's own, over a database that is gone with it.</summary>
internal sealed class LocalService : IAsyncDisposable
{
    private const string ReadyLine = "AudienceTools.Server ready ";
    private readonly Process _process;
    private readonly string _folder;

    private LocalService(Process process, string folder, string key, Uri address)
    {
        _process = process;
        _folder = folder;
        Key = key;
        Address = address;
    }

    /// <summary>The base address of its own API.</summary>
    public Uri Address { get; }

    /// <summary>The key that it takes.</summary>
    public string Key { get; }

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static async Task<LocalService> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("audiencetools-").FullName;
        var key = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        var server = typeof(LocalService).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(static attribute => attribute.Key == "ServerAssembly").Value!;
        var start = new ProcessStartInfo(
            "dotnet", [server, "--urls", "http://127.0.0.1:0", "--database", Path.Combine(folder, "audiences.db")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["AUDIENCETOOLS_API_KEY"] = key;
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return line?.StartsWith(ReadyLine, StringComparison.Ordinal) is true
            ? new LocalService(process, folder, key, new Uri(new Uri(line[ReadyLine.Length..]), "v1/"))
            : throw new InvalidOperationException("The local service did not start: " + line);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
