using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AudienceTools.Core.Http;

namespace AudienceTools.Server.Tests.Support;

/// <summary>One connection to a server, on which one request goes after the other, byte for byte as a test says.</summary>
internal sealed class SessionConnection : IDisposable
{
    private readonly TcpClient _client = new();
    private int _port;

    /// <summary>What stood above the answer that holds the session.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static async Task<SessionConnection> OpenAsync(Uri address)
    {
        var connection = new SessionConnection { _port = address.Port };
        await connection._client.ConnectAsync(address.Host, address.Port, Service.Cancellation);
        return connection;
    }

    /// <summary>Opens a session and waits until the server has counted it.</summary>
    public static async Task<SessionConnection> JoinAsync(Uri address, string key, int process)
    {
        var connection = await OpenAsync(address);
        Assert.Equal(HttpStatusCode.OK, await connection.ProveAsync(key, process));
        await connection.WriteAsync("GET", "/session");
        var (status, headers) = await connection.ReadHeadAsync();
        Assert.Equal(HttpStatusCode.OK, status);
        connection.Headers = headers;
        return connection;
    }

    /// <summary>Asks for the service's proof, checks it, and brings the session's.</summary>
    public async Task<HttpStatusCode> ProveAsync(string key, int process)
    {
        var (own, answer) = await ChallengeAsync();
        var other = answer[KeyProof.NonceHeader];
        Assert.Equal(KeyProof.OfService(key, _port, process, own, other), answer[KeyProof.ProofHeader]);
        return await AnswerAsync(KeyProof.OfSession(key, _port, process, own, other));
    }

    public async Task<(string Nonce, Dictionary<string, string> Answer)> ChallengeAsync()
    {
        var own = KeyProof.NewNonce();
        var (status, headers) = await AskAsync("GET", KeyProof.Path, $"{KeyProof.NonceHeader}: {own}");
        Assert.Equal(HttpStatusCode.OK, status);
        return (own, headers);
    }

    public async Task<HttpStatusCode> AnswerAsync(string proof) =>
        (await AskAsync("POST", KeyProof.Path, $"{KeyProof.ProofHeader}: {proof}")).Status;

    public async Task<(HttpStatusCode Status, Dictionary<string, string> Headers)> AskAsync(string method, string path, params string[] headers)
    {
        await WriteAsync(method, path, headers);
        var answer = await ReadHeadAsync();
        await _client.GetStream().ReadExactlyAsync(
            new byte[int.Parse(answer.Headers["Content-Length"], CultureInfo.InvariantCulture)], Service.Cancellation);
        return answer;
    }

    /// <summary>What the kernel does for a killed process: the socket is reset, nothing is said.</summary>
    public void Reset()
    {
        _client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        _client.Close();
    }

    public void Dispose() => _client.Dispose();

    private async Task WriteAsync(string method, string path, params string[] headers) => await _client.GetStream().WriteAsync(
        Encoding.ASCII.GetBytes(string.Join("\r\n", [$"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Length: 0", .. headers, "", ""])),
        Service.Cancellation);

    private async Task<(HttpStatusCode Status, Dictionary<string, string> Headers)> ReadHeadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _client.GetStream().ReadExactlyAsync(one, Service.Cancellation);
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return (
            (HttpStatusCode)int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture),
            lines.Skip(1).Select(static line => line.Split(": ", 2)).ToDictionary(
                static pair => pair[0], static pair => pair[1], StringComparer.OrdinalIgnoreCase));
    }
}
