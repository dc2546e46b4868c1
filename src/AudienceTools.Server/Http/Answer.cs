using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AudienceTools.Server.Http;

/// <summary>A finished JSON answer: it can be sent, and kept to be sent again.</summary>
internal sealed class Answer : IResult
{
    private readonly ReadOnlySequence<byte> _body;

    public Answer(int status, byte[] body)
        : this(status, new ReadOnlySequence<byte>(body))
    {
    }

    private Answer(int status, ReadOnlySequence<byte> body)
    {
        Status = status;
        _body = body;
    }

    public int Status { get; }

    public byte[] Body => _body.ToArray();

    public static Answer Of<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>The same for what writes itself.</summary>
    public static Answer Of(Action<Utf8JsonWriter> write, int status)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Write(bytes, write);
        return new Answer(status, new ReadOnlySequence<byte>(bytes.WrittenMemory));
    }

    /// <summary>The same for what may be large: it is written in pieces, so that it never stands in memory twice.</summary>
    public static Answer OfPage(Action<Utf8JsonWriter> write)
    {
        var pieces = new PieceBuffer();
        Write(pieces, write);
        return new Answer(StatusCodes.Status200OK, pieces.Written);
    }

    /// <summary>The same of a body.</summary>
    public static Answer OfPage<T>(T value, JsonTypeInfo<T> type) => OfPage(writer => JsonSerializer.Serialize(writer, value, type));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = _body.Length;
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        foreach (var piece in _body)
        {
            await response.Body.WriteAsync(piece);
        }
    }

    private static void Write(IBufferWriter<byte> bytes, Action<Utf8JsonWriter> write)
    {
        using var writer = new Utf8JsonWriter(bytes, ServerJson.WriterOptions);
        write(writer);
    }
}
