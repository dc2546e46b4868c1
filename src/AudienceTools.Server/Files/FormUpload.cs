using System.Text;
using AudienceTools.Server.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AudienceTools.Server.Atoms;

/// <summary>
/// The form by which an audience is created. It is read in memory: a file's name is never looked at, let alone a path, and
/// nobody's data reach a temporary file.
/// </summary>
internal sealed class AudienceUpload
{
    private const int MaximumFileBytes = 5 * 1024 * 1024;
    private const int MaximumFieldBytes = 8 * 1024;
    private const int MaximumParts = 16;

    private readonly Dictionary<string, byte[]> _parts = new(StringComparer.Ordinal);

    private AudienceUpload()
    {
    }

    public byte[]? File => _parts.GetValueOrDefault("file");

    /// <summary>Reads the form.</summary>
    /// <exception cref="ApiException">415 where it is none, 400 where it can't be read or is more than the vendor takes.</exception>
    public static async Task<AudienceUpload> ReadAsync(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, "The body must be multipart/form-data.");
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > 200)
        {
            throw ApiException.BadRequest("The multipart body has no usable boundary.");
        }

        var upload = new AudienceUpload();
        try
        {
            var reader = new MultipartReader(boundary, request.Body);
            while (await reader.ReadNextSectionAsync(request.HttpContext.RequestAborted) is { } section)
            {
                await upload.AddAsync(section, request.HttpContext.RequestAborted);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw ApiException.BadRequest("The multipart body can't be read.");
        }

        return upload;
    }

    /// <summary>A field's text; null where it is absent or empty.</summary>
    /// <exception cref="ApiException">400 where it isn't text.</exception>
    public string? Text(string name)
    {
        var text = _parts.TryGetValue(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
        return text is not null && text.AsSpan().ContainsAny('\0', '\uFFFD')
            ? throw ApiException.BadRequest($"{name} isn't text in UTF-8.")
            : string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private async Task AddAsync(MultipartSection section, CancellationToken cancellation)
    {
        var disposition = section.GetContentDispositionHeader();
        var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).ToString();
        if (name.Length == 0 || _parts.Count == MaximumParts)
        {
            throw ApiException.BadRequest("The multipart body has a part without a name, or too many parts.");
        }

        var isFile = string.Equals(name, "file", StringComparison.Ordinal);
        var bytes = await ReadAsync(section.Body, isFile ? MaximumFileBytes : MaximumFieldBytes, cancellation)
            ?? throw ApiException.BadRequest(isFile ? "CSV file cannot exceed 5 MB" : "A field of the multipart body is too long.");
        if (!_parts.TryAdd(name, bytes))
        {
            throw ApiException.BadRequest(isFile ? "Only one CSV file is allowed" : "A field of the multipart body stands twice.");
        }
    }

    /// <summary>Null where there is more than the limit.</summary>
    private static async Task<byte[]?> ReadAsync(Stream body, int limit, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (bytes.Length + read > limit)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
