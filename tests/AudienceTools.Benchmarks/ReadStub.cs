using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

/// <summary>
/// Answers as the local service does where an audience and its members are listed, by page number and by cursor, and does next to nothing
/// for it: each page is put together once. What is measured against it is the client.
/// </summary>
public sealed class ReadStub(long members, int delayMilliseconds)
{
    private readonly ConcurrentDictionary<(long Place, int Count), byte[]> _pages = new();

    /// <summary>Serves on a port of the system's choosing, which it prints, until standard input ends.</summary>
    public static void Serve(long members, int delayMilliseconds)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        _ = new ReadStub(members, delayMilliseconds).AcceptAsync(listener);
        Console.In.ReadToEnd();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            _ = AnswerAsync(await listener.AcceptSocketAsync());
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        using var connection = socket;
        socket.NoDelay = true;
        var buffer = new byte[16 * 1024];
        var used = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(used));
            if (read == 0)
            {
                return;
            }

            used += read;
            if (buffer.AsSpan(0, used).IndexOf("\r\n\r\n"u8) < 0)
            {
                continue;
            }

            var target = Encoding.ASCII.GetString(buffer, 0, buffer.AsSpan().IndexOf("\r\n"u8)).Split(' ')[1];
            used = 0;
            if (delayMilliseconds > 0)
            {
                await Task.Delay(delayMilliseconds);
            }

            ReadOnlyMemory<byte> answer = Answer(target);
            while (answer.Length > 0)
            {
                answer = answer[await socket.SendAsync(answer)..];
            }
        }
    }

    private byte[] Answer(string target)
    {
        if (!target.Contains("/contacts", StringComparison.Ordinal))
        {
            return Whole($$"""{"data":[{"id":"aud_1","name":"Stub","contactCount":{{members}}}],"total":1,"page":1,"limit":20,"totalPages":1}""");
        }

        var limit = (int)(Number(target, "limit") ?? 20);
        var place = Number(target, "after") ?? ((Number(target, "page") ?? 1) - 1) * limit;
        return _pages.GetOrAdd((place, limit), Page);
    }

    private byte[] Page((long Place, int Count) asked)
    {
        var (place, limit) = asked;
        var end = Math.Min(place + limit, members);
        var text = new StringBuilder("""{"data":[""");
        for (var i = place; i < end; i++)
        {
            text.Append(i == place ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""
                {"id":"con_{{i:x16}}","name":"+91{{6_000_000_000 + i}}","phoneNumber":"+91{{6_000_000_000 + i}}","language":null,"metadata":{"Name":"Person, {{i + 1}}","City":"Pune","Plan":"Basic","Appointment":"2026-01-01"},"organizationId":"org_0123456789abcdef","createdAt":"2026-11-29T09:37:39.877Z","updatedAt":"2026-11-29T09:37:39.877Z"}
                """);
        }

        text.Append(CultureInfo.InvariantCulture, $$"""],"total":{{members}},"page":{{(place / limit) + 1}},"limit":{{limit}},"totalPages":{{(members + limit - 1) / limit}}""");
        if (end < members)
        {
            text.Append(CultureInfo.InvariantCulture, $",\"next\":\"{end}\"");
        }

        return Whole(text.Append(""","columns":["Name","City","Plan","Appointment"]}""").ToString());
    }

    private static byte[] Whole(string json) => Encoding.UTF8.GetBytes(
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    private static long? Number(string target, string name) =>
        Regex.Match(target, $"[?&]{name}=([0-9]+)") is { Success: true } found
            ? long.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : null;
}
