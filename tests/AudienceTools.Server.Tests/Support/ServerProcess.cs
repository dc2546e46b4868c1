using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using AudienceTools.Server.Hosting;

namespace AudienceTools.Server.Tests.Support;

/// <summary>The built server as a child process.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public string ReadyLine { get; private set; } = string.Empty;

    public Uri Address => new(ReadyLine.Split(' ')[^1]);

    /// <summary>Starts it and waits for its first line, or its end.</summary>
    public static Task<ServerProcess> StartAsync(string? key, params string[] arguments) => StartAsync(key, "dotnet", arguments);

    /// <summary>Starts it so that SIGINT reaches it. What a shell has in the background ignores SIGINT, and so do its children.</summary>
    public static Task<ServerProcess> StartInterruptibleAsync(string key, params string[] arguments) =>
        StartAsync(key, "env", arguments, "--default-signal=INT", "dotnet");

    /// <summary>Whether there is an <c>env</c> that sets signals back, as that of coreutils does since 8.31.</summary>
    public static bool CanBeInterruptible()
    {
        try
        {
            using var env = Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "true"])
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            env.WaitForExit();
            return env.ExitCode == 0 && !OperatingSystem.IsWindows();
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    public static Task<ServerProcess> StartSessionAsync(string folder, double linger = 0.05, double wait = 30) =>
        StartAsync(
            key: null,
            $"--data-path={folder}",
            FormattableString.Invariant($"--linger-seconds={linger}"),
            FormattableString.Invariant($"--wait-seconds={wait}"));

    /// <summary>What a session reads to join.</summary>
    public static ServiceFile ServiceFileOf(string folder) =>
        JsonSerializer.Deserialize(File.ReadAllText(Path.Combine(folder, "service.json")), ServiceFileJson.Default.ServiceFile)!;

    public void Kill() => _process.Kill();

    public void Signal(PosixSignal signal) => Assert.Equal(0, SendSignal(Id, signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        _ => 15,
    }));

    public void ClosePipes()
    {
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
    }

    public Task<string> ReadErrorsAsync() => _process.StandardError.ReadToEndAsync(Service.Cancellation);

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(Service.Cancellation).WaitAsync(s_patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static async Task<ServerProcess> StartAsync(string? key, string program, string[] arguments, params string[] before)
    {
        var start = new ProcessStartInfo(program, [.. before, typeof(AudienceServer).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment[CommandLine.KeyVariable] = key;
        var server = new ServerProcess(Process.Start(start)!);
        var line = server._process.StandardOutput.ReadLineAsync(Service.Cancellation).AsTask();
        server.ReadyLine = await line.WaitAsync(s_patience) ?? string.Empty;
        return server;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);
}
