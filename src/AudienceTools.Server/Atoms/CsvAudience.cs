using System.Buffers;
using AudienceTools.Server.Files;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Atoms;

/// <summary>An audience's members, read from a CSV file. Refusals name rows, the header being row 1, and never repeat data.</summary>
internal sealed record CsvAudience(int PhonePosition, IReadOnlyList<ContactRow> Rows)
{
    /// <summary>The vendor's limit of members in an audience.</summary>
    public const int MaximumMembers = 10_000;

    private static readonly SearchValues<char> s_nameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Reads the whole file.</summary>
    /// <exception cref="ApiException">400 where it isn't one that the vendor takes.</exception>
    public static CsvAudience Read(ReadOnlySpan<byte> file, string phoneColumn)
    {
        var csv = CsvText.Decode(file);
        var header = csv.Next() ?? throw ApiException.BadRequest("CSV file is empty");
        CheckHeader(header);
        var phonePosition = header.IndexOf(phoneColumn);
        if (phonePosition < 0)
        {
            throw ApiException.BadRequest("Phone number column not found in the CSV file");
        }

        var rows = new FileRows(header, phonePosition);
        while (csv.Next() is { } record)
        {
            if (record.Count != header.Count)
            {
                throw ApiException.BadRequest($"Row {csv.Row} of the CSV file has {record.Count} fields, the header has {header.Count}.");
            }

            var number = record[phonePosition];
            if (!PhoneNumber.TryParse(number.StartsWith('+') ? number : "+" + number, out var phone))
            {
                throw ApiException.BadRequest($"Row {csv.Row} of the CSV file has no valid phone number. {PhoneNumber.Rule}");
            }

            if (rows.Count == MaximumMembers)
            {
                throw ApiException.BadRequest($"Audience cannot exceed {MaximumMembers} members");
            }

            if (!rows.TryAdd(phone, record))
            {
                throw ApiException.BadRequest(
                    "Some phone numbers in your CSV already exist in this audience. Please remove duplicate entries and try again.");
            }
        }

        return rows.Count > 0 ? new CsvAudience(phonePosition, rows.Rows) : throw ApiException.BadRequest("CSV file has no members");
    }

    /// <summary>Letters, digits and underscores.</summary>
    public static bool IsColumnName(ReadOnlySpan<char> name) =>
        !name.IsEmpty && !name.ContainsAnyExcept(s_nameCharacters);

    private static void CheckHeader(List<string> header)
    {
        if (!header.TrueForAll(static name => IsColumnName(name)))
        {
            throw ApiException.BadRequest("Column names can only contain letters, numbers and underscores");
        }

        if (header.Distinct(StringComparer.Ordinal).Count() != header.Count)
        {
            throw ApiException.BadRequest("Column names must be unique");
        }
    }
}
