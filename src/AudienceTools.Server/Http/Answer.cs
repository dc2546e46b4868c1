using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AudienceTools.Server.Http;

/// <summary>A finished JSON answer: it can be sent, and kept to be sent again.</summary>
internal sealed class Answer(int status, byte[] body) : IResult
{
    public int Status { get; } = status;

    public byte[] Body { get; } = body;

    public static Answer Of<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(value, type));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = Body.Length;
        return HttpMethods.IsHead(httpContext.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(Body).AsTask();
    }
}
