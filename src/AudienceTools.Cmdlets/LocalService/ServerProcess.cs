using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace AudienceTools.Cmdlets.LocalService;

/// <summary>How a start of the service went.</summary>
internal enum ServerStart
{
    /// <summary>It runs and takes requests.</summary>
    Ready,

    /// <summary>Another process owns the data folder.</summary>
    OwnedByAnother,
}

/// <summary>The service as a child process: PowerShell itself doesn't carry ASP.NET Core.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string ReadyLine = "AudienceTools.Server ready ";
    private const int OwnedByAnother = 75;
    private const int RuntimeMissing = 150;
    private const int MostErrorText = 2_000;

    private readonly Process _process;
    private readonly string _program;
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process)
    {
        _process = process;
        _program = process.StartInfo.FileName;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(ReadyLine, StringComparison.Ordinal) is true)
            {
                _ready.TrySetResult();
            }
        };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                if (line.Data is not null && _errors.Length < MostErrorText)
                {
                    _errors.Append(line.Data).Append(' ');
                }
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts it on a data folder, with further arguments of its command line.</summary>
    public static ServerProcess Start(string dataPath, params ReadOnlySpan<string> arguments)
    {
        var server = Path.Combine(
            Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!, "server", "AudienceTools.Server.dll");
        if (!File.Exists(server))
        {
            throw Failed($"its program is not where the module has it ({server}). Install the module again.");
        }

        var start = new ProcessStartInfo(DotNetHost.Find(DotNetMachine.Current))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = dataPath,
        };
        ServiceEnvironment.Clear(start.Environment);
        foreach (var argument in (ReadOnlySpan<string>)[server, "--data-path", dataPath, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return new ServerProcess(Process.Start(start)!);
        }
        catch (Win32Exception exception)
        {
            throw Failed($"'{start.FileName}' can't be run ({exception.Message}). {DotNetHost.HowToInstall}", exception);
        }
    }

    /// <summary>Waits for the ready line, or for the end of the process.</summary>
    /// <exception cref="AudienceException">It ended with an error, or doesn't get ready.</exception>
    public async Task<ServerStart> WaitUntilReadyAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var ended = _process.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(_ready.Task, ended, Task.Delay(longest, cancellationToken)) == _ready.Task)
        {
            return ServerStart.Ready;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (!ended.IsCompleted)
        {
            _process.Kill();
            throw Failed($"it was not ready within {longest.TotalSeconds:0} s. Look into server.log in the data folder.");
        }

        string errors;
        lock (_errors)
        {
            errors = _errors.ToString().Trim();
        }

        return _process.ExitCode switch
        {
            OwnedByAnother => ServerStart.OwnedByAnother,
            RuntimeMissing => throw Failed($"'{_program}' has no ASP.NET Core Runtime 10. {DotNetHost.HowToInstall}"),
            var code => throw Failed(errors.Length > 0 ? errors : $"it ended with exit code {code}."),
        };
    }

    /// <summary>Lets go of the process, which lives on with the sessions that use it.</summary>
    public void Dispose() => _process.Dispose();

    private static AudienceException Failed(string why, Exception? inner = null) =>
        new(AudienceErrorCode.LocalServiceFailed, $"The local service does not start: {why}", inner);
}
