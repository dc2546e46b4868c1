using System.Globalization;
using AudienceTools.Server.Http;
using AudienceTools.Server.Local;
using AudienceTools.Server.Storage;
using Microsoft.AspNetCore.Mvc;

namespace AudienceTools.Server.Atoms;

/// <summary>A page by number; what the vendor calls `offset` is its size. `limit` means nothing here.</summary>
internal sealed class PageQuery
{
    private const int DefaultSize = 5;

    /// <summary>The vendor's largest size isn't documented; a larger one is quietly cut, which clients must expect.</summary>
    private const int MaximumSize = 500;

    [FromQuery(Name = "page")]
    public string? PageText { get; init; }

    [FromQuery(Name = "offset")]
    public string? SizeText { get; init; }

    [FromQuery(Name = "search")]
    public string? SearchText { get; init; }

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="ApiException">400 where one isn't a number from 1.</exception>
    public (int Page, SliceRequest Slice) Read()
    {
        var page = Number("page", PageText, 1);
        var size = Math.Min(Number("offset", SizeText, DefaultSize), MaximumSize);
        return (page, new SliceRequest(size, (page - 1L) * size) { MaximumBytes = ListQuery.MaximumBytes });
    }

    public static int Number(string name, string? text, int otherwise, int maximum = int.MaxValue)
    {
        if (text is null)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= maximum
            ? number
            : throw ApiException.BadRequest(
                maximum == int.MaxValue ? $"{name} must be a positive number" : $"{name} must be a number from 1 to {maximum}");
    }
}
