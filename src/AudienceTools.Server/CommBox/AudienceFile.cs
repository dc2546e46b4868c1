using AudienceTools.Server.Files;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.CommBox;

/// <summary>
/// An audience's members, read from a CSV file or a workbook. Sizes, and what happens to numbers that can't be or stand twice, are
/// not documented: here one that can't be refuses the file, since no answer could tell which rows are missing, and the first of
/// two rows counts. Refusals name rows, the header being row 1, and never repeat data.
/// </summary>
internal sealed record AudienceFile(int PhonePosition, IReadOnlyList<ContactRow> Rows)
{
    public const string PhoneColumn = "phone1";

    private const int MaximumRows = 100_000;
    private const int MaximumColumns = 500;

    /// <summary>How it comes in a form.</summary>
    public static FilePart Part { get; } = new("audience_file", "audience_file", MaximumMegabytes: 16);

    /// <summary>Reads the whole file.</summary>
    /// <exception cref="ApiException">400 where it isn't one that is taken.</exception>
    public static AudienceFile Read(byte[] file)
    {
        using var records = (Workbook.IsOne(file) ? Workbook.Read(file) : CsvText.Decode(file).Records()).GetEnumerator();
        var header = records.MoveNext() ? records.Current.Fields : throw ApiException.BadRequest("audience_file is empty");
        CheckHeader(header);
        var phonePosition = header.IndexOf(PhoneColumn);
        if (phonePosition < 0)
        {
            throw ApiException.BadRequest($"audience_file has no column {PhoneColumn}");
        }

        // A worksheet's row ends with its last cell that isn't empty.
        var isPadded = Workbook.IsOne(file);
        var rows = new FileRows(header, phonePosition);
        while (records.MoveNext())
        {
            var (row, fields) = records.Current;
            while (isPadded && fields.Count < header.Count)
            {
                fields.Add(string.Empty);
            }

            if (fields.Count != header.Count)
            {
                throw ApiException.BadRequest($"Row {row} of audience_file has {fields.Count} fields, the header has {header.Count}");
            }

            if (!PhoneNumber.TryParse("+" + fields[phonePosition], out var phone))
            {
                throw ApiException.BadRequest($"Row {row} of audience_file has no valid {PhoneColumn}: 7 to 15 digits, without +");
            }

            if (rows.TryAdd(phone, fields) && rows.Count > MaximumRows)
            {
                throw ApiException.BadRequest($"audience_file cannot exceed {MaximumRows} rows");
            }
        }

        return new AudienceFile(phonePosition, rows.Rows);
    }

    private static void CheckHeader(List<string> header)
    {
        if (header.Count > MaximumColumns
            || header.Exists(string.IsNullOrWhiteSpace)
            || header.Distinct(StringComparer.Ordinal).Count() != header.Count)
        {
            throw ApiException.BadRequest($"audience_file must have 1 to {MaximumColumns} columns, each with a name of its own");
        }
    }
}
