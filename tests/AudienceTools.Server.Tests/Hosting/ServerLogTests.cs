using AudienceTools.Server.Hosting;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Hosting;

public sealed class ServerLogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_fault_is_noted_by_its_kind_and_place_and_never_by_its_words()
    {
        var path = _folder.File("server.log");
        using var log = ServerLog.ToFile(path, TimeProvider.System);
        log.Fault("id-1", "POST", "/v1/audiences/{id}/contacts", new InvalidOperationException("secret +14155550001"));
        var text = File.ReadAllText(path);
        Assert.Contains("error POST /v1/audiences/{id}/contacts id-1 System.InvalidOperationException", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_stays_small()
    {
        var path = _folder.File("server.log");
        using var log = ServerLog.ToFile(path, TimeProvider.System);
        for (var i = 0; i < 3; i++)
        {
            File.AppendAllText(path, new string('x', (1024 * 1024) + 1));
            log.Fault("id-1", "GET", "/v1/audiences", new InvalidOperationException());
        }

        Assert.InRange(new FileInfo(path).Length, 1, 1024);
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void A_log_that_can_t_be_written_stops_nothing()
    {
        using var log = ServerLog.ToFile(Path.Combine(_folder.Path, "no", "such", "folder"), TimeProvider.System);
        log.Fault("id-1", "GET", "/v1/audiences", new InvalidOperationException());
    }
}
