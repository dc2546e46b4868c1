using System.Text;
using System.Text.Json;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Atoms;

/// <summary>
/// The two ways to search: one text in any column, or values of named columns that must all be met. How exactly a value is met
/// isn't documented: here a part of it is enough, whatever its case, as the vendor's examples read.
/// </summary>
internal static class MemberSearch
{
    private const string Anywhere = "query";

    /// <summary>Reads what is searched for.</summary>
    /// <exception cref="ApiException">400 where it is nothing, or both ways at once.</exception>
    public static (Func<Audience, Member, bool> Matches, SearchInfo Info) Read(IQueryCollection query)
    {
        var fields = query
            .Where(static pair => !string.Equals(pair.Key, Anywhere, StringComparison.Ordinal))
            .ToDictionary(static pair => pair.Key, static pair => pair.Value.ToString(), StringComparer.Ordinal);
        var text = TextSearch.Of(query[Anywhere]);
        return (text, fields.Count) switch
        {
            (null, 0) => throw ApiException.BadRequest("A query or at least one field to search by is required"),
            (not null, > 0) => throw ApiException.BadRequest("Use either query or fields to search by, not both"),
            (not null, _) => (
                (_, member) => text.Matches(member),
                new SearchInfo("general", query[Anywhere], SearchFields: [], TotalResults: 0)),
            _ => (
                (audience, member) => fields.All(field => Has(audience, member, field.Key, field.Value)),
                new SearchInfo("multiple", SearchTerm: null, [.. fields.Keys], TotalResults: 0)),
        };
    }

    private static bool Has(Audience audience, Member member, string column, string value)
    {
        var found = string.Equals(column, audience.PhoneColumn, StringComparison.Ordinal)
            ? PhoneNumber.Format(member.Contact.Phone)
            : Value(member.Columns, column);
        return found?.Contains(value, StringComparison.OrdinalIgnoreCase) is true;
    }

    private static string? Value(ReadOnlySpan<byte> columns, string column)
    {
        var reader = new Utf8JsonReader(columns);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(column);
            reader.Read();
            if (found)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : Encoding.UTF8.GetString(reader.ValueSpan);
            }

            reader.Skip();
        }

        return null;
    }
}
