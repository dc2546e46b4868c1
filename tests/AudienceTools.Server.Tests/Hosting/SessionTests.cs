using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using AudienceTools.Core.Http;
using AudienceTools.Server.Hosting;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Hosting;

public sealed class SessionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string DataPath => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_session_finds_the_server_by_a_file_that_only_its_user_can_read()
    {
        await using var server = await ServerProcess.StartSessionAsync(DataPath);
        var service = ServerProcess.ServiceFileOf(DataPath);
        Assert.Equal($"AudienceTools.Server ready {service.Address}", server.ReadyLine);
        Assert.Equal(server.Id, service.ProcessId);
        Assert.Equal(AudienceServer.Version, service.Version);
        Assert.Matches("^[0-9a-f]{64}$", service.Key);
        if (!OperatingSystem.IsWindows())
        {
            // Whoever can read a file can lock it too.
            Assert.All(Directory.GetFiles(DataPath), static file => Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file)));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(DataPath));
        }

        using var http = Client(service);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v1/audiences", Service.Cancellation)).StatusCode);
        server.Signal(PosixSignal.SIGTERM);
        Assert.Equal(0, await server.ExitAsync());
        Assert.False(File.Exists(Path.Combine(DataPath, "service.json")));
    }

    [Fact]
    public async Task A_second_server_on_the_folder_says_who_it_is_and_ends_with_75()
    {
        await using var first = await ServerProcess.StartSessionAsync(DataPath);
        await using var second = await ServerProcess.StartSessionAsync(DataPath);
        Assert.Empty(second.ReadyLine);
        Assert.Single((await second.ReadErrorsAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(75, await second.ExitAsync());
        Assert.Equal(first.Id, ServerProcess.ServiceFileOf(DataPath).ProcessId);

        // The database of the folder is taken for a service that was started by hand, too.
        await using var third = await ServerProcess.StartAsync(
            "key", "--database", Path.Combine(DataPath, "audiences.db"), "--urls", "http://127.0.0.1:0");
        Assert.Equal(75, await third.ExitAsync());
    }

    [Fact]
    public async Task The_server_ends_after_the_last_session_also_when_sessions_are_cut_off()
    {
        await using var server = await ServerProcess.StartSessionAsync(DataPath);
        var service = ServerProcess.ServiceFileOf(DataPath);
        var first = await JoinAsync(service);
        var second = await JoinAsync(service);
        first.Dispose();
        using (var http = Client(service))
        {
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health", Service.Cancellation)).StatusCode);
        }

        second.Reset();
        Assert.Equal(0, await server.ExitAsync());
        Assert.False(File.Exists(Path.Combine(DataPath, "service.json")));
    }

    [Fact]
    public async Task The_server_ends_after_a_session_s_process_was_killed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell with /dev/tcp");
        await using var server = await ServerProcess.StartSessionAsync(DataPath);
        var service = ServerProcess.ServiceFileOf(DataPath);
        var address = new Uri(service.Address);
        var nonce = KeyProof.NewNonce();
        const string readAnswer = "while read -r line <&3 && [ ${#line} -gt 1 ]; do echo \"$line\"; done; echo; head -c 2 <&3 > /dev/null; ";
        var script = $"exec 3<>/dev/tcp/{address.Host}/{address.Port}; "
            + $"printf 'GET {KeyProof.Path} HTTP/1.1\\r\\nHost: a\\r\\n{KeyProof.NonceHeader}: {nonce}\\r\\n\\r\\n' >&3; {readAnswer}"
            + $"read -r proof; printf 'POST {KeyProof.Path} HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 0\\r\\n{KeyProof.ProofHeader}: %s\\r\\n\\r\\n' $proof >&3; {readAnswer}"
            + "printf 'GET /session HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n' >&3; exec cat <&3";
        using var session = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("bash", ["-c", script])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        var other = (await HeadAsync()).Single(static line => line.StartsWith(KeyProof.NonceHeader, StringComparison.Ordinal)).Split(": ")[1];
        await session.StandardInput.WriteLineAsync(KeyProof.OfSession(service.Key, address.Port, service.ProcessId, nonce, other));
        Assert.Equal("HTTP/1.1 200 OK", (await HeadAsync())[0]);
        Assert.Equal("HTTP/1.1 200 OK", (await HeadAsync())[0]);
        session.Kill();
        Assert.Equal(0, await server.ExitAsync());

        async Task<List<string>> HeadAsync()
        {
            var lines = new List<string>();
            while (await session.StandardOutput.ReadLineAsync(Service.Cancellation) is { } line && line.Trim().Length > 0)
            {
                lines.Add(line.Trim());
            }

            return lines;
        }
    }

    [Fact]
    public async Task The_server_ends_when_no_session_comes_at_all()
    {
        await using var server = await ServerProcess.StartSessionAsync(DataPath, wait: 0.1);
        Assert.Equal(0, await server.ExitAsync());
    }

    [Fact]
    public async Task The_server_of_sessions_has_a_terminal_session_of_its_own_and_one_started_by_hand_has_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        await using var session = await ServerProcess.StartSessionAsync(DataPath);
        await using var byHand = await ServerProcess.StartAsync("key", "--urls", "http://127.0.0.1:0", "--database", _folder.File("a.db"));
        Assert.Equal(session.Id, SessionOf(session.Id));
        Assert.Equal(SessionOf(Environment.ProcessId), SessionOf(byHand.Id));

        // pid (name) state parent group session …
        static int SessionOf(int process) => int.Parse(
            File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ')[3], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task The_terminal_s_signals_do_not_end_it_and_closed_pipes_do_not_either()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "has no such signals");
        await using var server = await ServerProcess.StartSessionAsync(DataPath);
        server.ClosePipes();
        server.Signal(PosixSignal.SIGINT);
        server.Signal(PosixSignal.SIGHUP);
        using var http = Client(ServerProcess.ServiceFileOf(DataPath));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v1/audiences", Service.Cancellation)).StatusCode);
        server.Signal(PosixSignal.SIGTERM);
        Assert.Equal(0, await server.ExitAsync());
    }

    [Fact]
    public async Task A_service_started_by_hand_stays_until_it_is_told_to_end()
    {
        await using var server = await ServerProcess.StartAsync(
            "by-hand", "--urls", "http://127.0.0.1:0", "--database", _folder.File("a.db"));
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "by-hand");
        (await SessionConnection.JoinAsync(server.Address, "by-hand", server.Id)).Dispose();

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v1/audiences", Service.Cancellation)).StatusCode);
        server.Signal(PosixSignal.SIGTERM);
        Assert.Equal(0, await server.ExitAsync());
    }

    [Fact]
    public async Task A_service_started_by_hand_ends_on_ctrl_c_with_nothing_lost()
    {
        Assert.SkipUnless(ServerProcess.CanBeInterruptible(), "needs an env with --default-signal, of coreutils 8.31 or later");
        string[] arguments = ["--urls", "http://127.0.0.1:0", "--database", _folder.File("a.db")];
        await using (var server = await ServerProcess.StartInterruptibleAsync("by-hand", arguments))
        {
            using var http = Client(new ServiceFile(server.Address.ToString(), "by-hand", server.Id, ""));
            using var audience = new StringContent("""{"name":"Kept"}""", Encoding.UTF8, "application/json");
            Assert.Equal(HttpStatusCode.Created, (await http.PostAsync("/v1/audiences", audience, Service.Cancellation)).StatusCode);
            server.Signal(PosixSignal.SIGINT);
            Assert.Equal(0, await server.ExitAsync());
        }

        await using var again = await ServerProcess.StartAsync("by-hand", arguments);
        using var reader = Client(new ServiceFile(again.Address.ToString(), "by-hand", again.Id, ""));
        Assert.Contains("\"Kept\"", await reader.GetStringAsync("/v1/audiences", Service.Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_told_in_one_line()
    {
        await using var service = await Service.StartAsync();
        await using var server = await ServerProcess.StartAsync(
            "key", "--database", _folder.File("a.db"), "--urls", service.Server.Address.GetLeftPart(UriPartial.Authority));
        Assert.Single((await server.ReadErrorsAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(1, await server.ExitAsync());
    }

    [Theory]
    [InlineData(null, 64, "--database", "x.db")]
    [InlineData("with blank", 64, "--database", "x.db")]
    [InlineData("key", 64)]
    [InlineData("key", 64, "--surprise")]
    [InlineData("key", 64, "--database")]
    [InlineData("key", 64, "--database", "x.db", "--urls", "https://127.0.0.1:1")]
    [InlineData("key", 64, "--data-path", "x", "--database", "x.db")]
    [InlineData("key", 1, "--database", "/nowhere/at/all/x.db")]
    [InlineData("key", 1, "--database", "/dev/null/x.db")]
    public async Task A_start_that_can_t_be_is_told_in_one_line(string? key, int code, params string[] arguments)
    {
        await using var server = await ServerProcess.StartAsync(key, arguments);
        Assert.Empty(server.ReadyLine);
        var line = Assert.Single((await server.ReadErrorsAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("with blank", line, StringComparison.Ordinal);
        Assert.Equal(code, await server.ExitAsync());
    }

    [Fact]
    public async Task A_foreign_database_is_told_in_one_line()
    {
        Directory.CreateDirectory(DataPath);
        await File.WriteAllTextAsync(Path.Combine(DataPath, "audiences.db"), new string('x', 200), Service.Cancellation);
        await using var server = await ServerProcess.StartSessionAsync(DataPath);
        var line = Assert.Single((await server.ReadErrorsAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("isn't a SQLite database", line, StringComparison.Ordinal);
        Assert.Equal(1, await server.ExitAsync());
    }

    private static HttpClient Client(ServiceFile service)
    {
        var http = new HttpClient { BaseAddress = new Uri(service.Address) };
        http.DefaultRequestHeaders.Add("x-api-key", service.Key);
        return http;
    }

    private static Task<SessionConnection> JoinAsync(ServiceFile service) =>
        SessionConnection.JoinAsync(new Uri(service.Address), service.Key, service.ProcessId);
}
