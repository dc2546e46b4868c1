using System.Globalization;
using System.Text.Json;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;
using Microsoft.AspNetCore.Mvc;

namespace AudienceTools.Server.Local;

/// <summary>Which part of a list a request asks for: by page number, or on from where another answer ended.</summary>
internal sealed class ListQuery
{
    /// <summary>The most bytes of columns on a page, of any of the APIs.</summary>
    public const long MaximumBytes = 8 * 1024 * 1024;

    private const int DefaultLimit = 20;

    public required HttpContext Context { get; init; }

    [FromQuery(Name = "page")]
    public string? PageText { get; init; }

    [FromQuery(Name = "limit")]
    public string? LimitText { get; init; }

    [FromQuery(Name = "after")]
    public string? AfterText { get; init; }

    [FromQuery(Name = "search")]
    public string? SearchText { get; init; }

    /// <summary>Answers with that part of a list.</summary>
    /// <exception cref="ApiException">400 where a parameter isn't what it should be.</exception>
    public Task<Answer> AnswerAsync<T>(
        IAudienceStore store, Func<IAudienceReader, ListRequest, Slice<T>> read, Action<Utf8JsonWriter, T> write, CancellationToken cancellation)
    {
        var list = Read();
        return store.ReadAsync(reader => list.Answer(read(reader, list), write), cancellation);
    }

    /// <summary>What is asked for.</summary>
    /// <exception cref="ApiException">400 where a parameter isn't what it should be.</exception>
    public ListRequest Read()
    {
        var terms = Terms.Of(Context);
        var limit = (int)Number("limit", LimitText, DefaultLimit, terms.MaximumLimit);
        var cursor = !terms.HasCursors || string.IsNullOrEmpty(AfterText) ? (Cursor?)null : Cursor.Parse(AfterText);
        var page = cursor?.Page ?? Number("page", PageText, 1, int.MaxValue);
        var search = TextSearch.Of(SearchText, terms.SearchesColumns);
        return new ListRequest(page, limit, cursor, search, terms.HasCursors, MayEndEarly: terms.HasCursors && (cursor is not null || PageText is null));
    }

    private static long Number(string name, string? text, long otherwise, long maximum)
    {
        if (text is null)
        {
            return otherwise;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= maximum
            ? number
            : throw ApiException.BadRequest($"{name} must be a whole number from 1 to {maximum}.");
    }
}

/// <summary>A <see cref="ListQuery"/> that makes sense. Whoever counts pages can't be given a shorter one: what is left out would be nowhere.</summary>
internal sealed record ListRequest(long Page, int Limit, Cursor? Cursor, TextSearch? Search, bool TellsNext, bool MayEndEarly)
{
    public SliceRequest Slice => new(Limit, (Page - 1) * Limit, Cursor?.Position)
    {
        MaximumBytes = ListQuery.MaximumBytes, MayEndEarly = MayEndEarly,
    };

    public Answer Answer<T>(Slice<T> slice, Action<Utf8JsonWriter, T> write, IReadOnlyList<string>? columns = null) => Http.Answer.OfPage(writer =>
    {
        var total = slice.Total ?? Cursor!.Value.Total;
        writer.WriteStartObject();
        writer.WriteStartArray("data"u8);
        foreach (var item in slice.Items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
        writer.WriteNumber("total"u8, total);
        writer.WriteNumber("page"u8, Page);
        writer.WriteNumber("limit"u8, Limit);
        writer.WriteNumber("totalPages"u8, (total + Limit - 1) / Limit);
        if (TellsNext && slice.Next is { } position)
        {
            writer.WriteString("next"u8, new Cursor(position, Page + 1, total).ToString());
        }

        if (columns is not null)
        {
            writer.WriteStartArray("columns"u8);
            foreach (var column in columns)
            {
                writer.WriteStringValue(column);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });
}

/// <summary>
/// Where to go on. It carries the page's number, and the total, which a search that is read on from a position can't know without
/// starting again.
/// </summary>
internal readonly record struct Cursor(long Position, long Page, long Total)
{
    /// <summary>Reads what an earlier answer gave.</summary>
    /// <exception cref="ApiException">400 where it isn't that.</exception>
    public static Cursor Parse(string text)
    {
        var parts = text.Split('-');
        return parts.Length == 3 && TryHex(parts[0], out var position) && TryHex(parts[1], out var page) && TryHex(parts[2], out var total)
            ? new Cursor(position, page, total)
            : throw ApiException.BadRequest("after must be the next of an earlier answer.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Position:x}-{Page:x}-{Total:x}");

    // Twelve digits leave room to count on from any position.
    private static bool TryHex(string text, out long number)
    {
        number = 0;
        return text.Length <= 12 && long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }
}
