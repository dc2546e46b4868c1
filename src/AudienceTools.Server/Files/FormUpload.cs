using System.Text;
using AudienceTools.Server.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AudienceTools.Server.Files;

/// <summary>The part of a form that is a file.</summary>
/// <param name="Field">The part's name.</param>
/// <param name="Kind">What it should be, as callers are told.</param>
/// <param name="MaximumMegabytes">How large it may be.</param>
internal sealed record FilePart(string Field, string Kind, int MaximumMegabytes);

/// <summary>
/// A form with a file of contacts. It is read in memory: a file's name is never looked at, let alone a path, and nobody's data
/// reach a temporary file.
/// </summary>
internal sealed class FormUpload
{
    private const int MaximumFieldBytes = 8 * 1024;
    private const int MaximumParts = 16;

    private readonly Dictionary<string, byte[]> _parts = new(StringComparer.Ordinal);
    private readonly FilePart _file;

    private FormUpload(FilePart file) => _file = file;

    public byte[]? File => _parts.GetValueOrDefault(_file.Field);

    /// <summary>Reads the form.</summary>
    /// <exception cref="ApiException">
    /// 400 where it is none, which to the vendors is a form without a file, can't be read or is more than the vendor takes.
    /// </exception>
    public static async Task<FormUpload> ReadAsync(HttpRequest request, FilePart file)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw ApiException.BadRequest($"{file.Kind} is required");
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > 200)
        {
            throw ApiException.BadRequest("The multipart body has no usable boundary.");
        }

        var upload = new FormUpload(file);
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

        var isFile = string.Equals(name, _file.Field, StringComparison.Ordinal);
        var bytes = await ReadAsync(section.Body, isFile ? _file.MaximumMegabytes * 1024 * 1024 : MaximumFieldBytes, cancellation)
            ?? throw ApiException.BadRequest(isFile
                ? $"{_file.Kind} cannot exceed {_file.MaximumMegabytes} MB"
                : "A field of the multipart body is too long.");
        if (!_parts.TryAdd(name, bytes))
        {
            throw ApiException.BadRequest(isFile ? $"Only one {_file.Kind} is allowed" : "A field of the multipart body stands twice.");
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
