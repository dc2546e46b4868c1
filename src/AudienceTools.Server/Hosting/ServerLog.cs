using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AudienceTools.Server.Hosting;

/// <summary>
/// Notes warnings and errors, one paragraph each: never a key, a body, a query string or an exception's own message, which may
/// repeat any of them. A file is kept below two megabytes.
/// </summary>
internal sealed class ServerLog : ILoggerProvider
{
    private const long MaximumFileBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly string? _path;
    private readonly TimeProvider _time;

    private ServerLog(string? path, TimeProvider time)
    {
        _path = path;
        _time = time;
    }

    /// <summary>Whether the server has started. What keeps it from starting is thrown, and told once, in one line.</summary>
    public bool HasStarted { get; set; }

    public static ServerLog ToFile(string path, TimeProvider time) => new(path, time);

    public static ServerLog ToStandardError(TimeProvider time) => new(path: null, time);

    /// <summary>A request failed by a fault of ours.</summary>
    public void Fault(string requestId, string method, string? route, Exception exception) =>
        Write($"error {method} {route} {requestId}", exception);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // Every line is written through.
    }

    private static string Describe(Exception exception)
    {
        var code = (exception as SqliteException)?.SqliteExtendedErrorCode.ToString(CultureInfo.InvariantCulture);
        return $" {exception.GetType()} {code}{Environment.NewLine}{exception.StackTrace}";
    }

    private void Write(string text, Exception? exception)
    {
        var line = $"{_time.GetUtcNow():O} {text.ReplaceLineEndings(" ")}{(exception is null ? null : Describe(exception))}";
        lock (_gate)
        {
            try
            {
                if (_path is null)
                {
                    Console.Error.WriteLine(line);
                    return;
                }

                if (new FileInfo(_path) is { Exists: true, Length: > MaximumFileBytes })
                {
                    File.Move(_path, _path + ".1", overwrite: true);
                }

                File.AppendAllText(_path, line + Environment.NewLine);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A log that can't be written must not stop the service.
            }
        }
    }

    private sealed class Logger(ServerLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => log.HasStarted && logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write($"{(logLevel == LogLevel.Warning ? "warning" : "error")} {category} {eventId}", exception);
            }
        }
    }
}
