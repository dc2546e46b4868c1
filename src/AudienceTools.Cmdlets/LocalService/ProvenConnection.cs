using System.Globalization;
using System.Net.Sockets;
using System.Text;
using AudienceTools.Core.Http;

namespace AudienceTools.Cmdlets.LocalService;

/// <summary>
/// Opens connections to the service that a file tells of, and to nobody else. A service that was killed leaves its file, and anyone on
/// this machine can take its port: so each new connection begins with a proof of both sides (<see cref="KeyProof"/>), and neither key nor
/// contact goes down one whose other end didn't bring it.
/// </summary>
internal static class ProvenConnection
{
    private const int LongestHead = 4096;

    /// <summary>A connection whose other end knows the key, and knows that this one does.</summary>
    /// <exception cref="KeyNotProvenException">Another program has the port.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public static async ValueTask<Stream> OpenAsync(ServiceFile service, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(service.Address.IdnHost, service.Address.Port, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            await ProveAsync(service, stream, cancellationToken);
            return stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task ProveAsync(ServiceFile service, NetworkStream stream, CancellationToken cancellationToken)
    {
        var own = KeyProof.NewNonce();
        var answer = await AskAsync("GET", KeyProof.NonceHeader, own);
        if (answer.GetValueOrDefault(KeyProof.NonceHeader) is not { } other || !KeyProof.IsNonce(other)
            || !KeyProof.Matches(
                KeyProof.OfService(service.Key, service.Address.Port, service.ProcessId, own, other),
                answer.GetValueOrDefault(KeyProof.ProofHeader)))
        {
            throw Stranger();
        }

        await AskAsync(
            "POST", KeyProof.ProofHeader, KeyProof.OfSession(service.Key, service.Address.Port, service.ProcessId, own, other));

        async Task<Dictionary<string, string>> AskAsync(string method, string name, string value)
        {
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"{method} {KeyProof.Path} HTTP/1.1\r\nHost: {service.Address.Authority}\r\nContent-Length: 0\r\n{name}: {value}\r\n\r\n"),
                cancellationToken);
            return await ReadAnswerAsync(stream, cancellationToken);
        }
    }

    // Byte by byte, for what comes after the answer belongs to whoever uses the connection. Only the service's own form of an answer is
    // read: 200, and a body of a length that is told.
    private static async Task<Dictionary<string, string>> ReadAnswerAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            if (head.Length == LongestHead)
            {
                throw Stranger();
            }

            await stream.ReadExactlyAsync(one, cancellationToken);
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            if (line.Split(": ", 2) is [var name, var value])
            {
                headers[name] = value;
            }
        }

        if (!lines[0].StartsWith("HTTP/1.1 200", StringComparison.Ordinal)
            || !int.TryParse(headers.GetValueOrDefault("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length > LongestHead)
        {
            throw Stranger();
        }

        await stream.ReadExactlyAsync(new byte[length], cancellationToken);
        return headers;
    }

    private static KeyNotProvenException Stranger() => new("What listens there does not know the key of the service.");
}
