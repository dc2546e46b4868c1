using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AudienceTools.Core.Tests.TestTools;

/// <summary>
/// A server on this machine that writes bytes, for what an HTTP library would never send. Each connection carries one exchange;
/// the last script goes on for ever.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<RawExchange, Task>[] _script;
    private readonly Task _accepting;
    private int _connections;

    public RawServer(params Func<RawExchange, Task>[] script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Connections => _connections;

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1/");

    /// <summary>An answer as bytes, then the end of the connection.</summary>
    public static Func<RawExchange, Task> Sends(string head, string body = "") => Sends(head, Encoding.UTF8.GetBytes(body));

    public static Func<RawExchange, Task> Sends(string head, byte[] body) => async exchange =>
    {
        await exchange.ReadRequestAsync();
        await exchange.WriteAsync(head, body);
    };

    public static Func<RawExchange, Task> Json(string body) =>
        Sends($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n", body);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Stop();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var exchanges = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_end.Token);
                var script = _script[Math.Min(_connections++, _script.Length - 1)];
                exchanges.Add(RunAsync(socket, script));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(exchanges);
        }
    }

    private async Task RunAsync(Socket socket, Func<RawExchange, Task> script)
    {
        using (socket)
        {
            try
            {
                await script(new RawExchange(socket, _end.Token));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The client went first, or the test is over.
            }
        }
    }
}

/// <summary>One connection of a <see cref="RawServer"/>.</summary>
internal sealed class RawExchange(Socket socket, CancellationToken end)
{
    public CancellationToken End => end;

    public Stream Stream { get; } = new NetworkStream(socket, ownsSocket: false);

    /// <summary>Reads a request's head, and its body where it has a length.</summary>
    public async Task<string> ReadRequestAsync()
    {
        var read = new StringBuilder();
        var buffer = new byte[8192];
        while (true)
        {
            var count = await Stream.ReadAsync(buffer, end);
            read.Append(Encoding.Latin1.GetString(buffer, 0, count));
            var text = read.ToString();
            var headEnds = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (count == 0 || (headEnds >= 0 && text.Length >= headEnds + 4 + Length(text[..headEnds])))
            {
                return text;
            }
        }
    }

    public async Task WriteAsync(string head, byte[] body)
    {
        await Stream.WriteAsync(Encoding.Latin1.GetBytes(head + "\r\n"), end);
        await Stream.WriteAsync(body, end);
    }

    /// <summary>Breaks the connection so that the other side sees a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, 0);
        socket.Close();
    }

    private static int Length(string head) => head.Split("\r\n")
        .Where(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(static line => int.Parse(line.AsSpan("Content-Length:".Length), System.Globalization.CultureInfo.InvariantCulture))
        .FirstOrDefault();
}
