using System.Net.Http.Headers;
using CsvHelper;

namespace AudienceTools.Core.Dialects;

/// <summary>A multipart/form-data body (RFC 7578) with the contacts as a CSV file (RFC 4180), as the vendors' uploads want it.</summary>
internal static class ContactForm
{
    /// <param name="contacts">The contacts.</param>
    /// <param name="fields">The other fields; those without a value are left out.</param>
    /// <param name="fileField">The field that holds the file.</param>
    /// <param name="phoneColumn">The file's column with the numbers.</param>
    /// <param name="plus">Whether numbers keep their <c>+</c>.</param>
    public static MultipartFormDataContent Create(
        IReadOnlyList<Contact> contacts,
        IReadOnlyList<(string Name, string? Value)> fields,
        string fileField,
        string phoneColumn,
        bool plus = true)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                // A wide-spread parser of forms takes a text part for a file where it says what type it has.
                var text = new StringContent(value);
                text.Headers.ContentType = null;
                Add(form, text, name, fileName: null);
            }
        }

        var file = new ByteArrayContent(Csv(contacts, phoneColumn, plus));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        Add(form, file, fileField, "contacts.csv");
        return form;
    }

    // .NET leaves names unquoted and adds a "filename*", which RFC 7578, 4.2 forbids; simple parsers of forms trip over both.
    private static void Add(MultipartFormDataContent form, HttpContent content, string name, string? fileName)
    {
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data")
        {
            Name = $"\"{name}\"",
            FileName = fileName is null ? null : $"\"{fileName}\"",
        };
        form.Add(content);
    }

    /// <summary>
    /// The contacts as CSV in UTF-8, the phone column first, then each column that some contact has, in the order in which they first
    /// come. Cells stay to the letter: this is for a service, not a spreadsheet.
    /// </summary>
    private static byte[] Csv(IReadOnlyList<Contact> contacts, string phoneColumn, bool plus)
    {
        var (names, places) = Columns(contacts);
        var cells = new string?[names.Count];
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, new CsvWriterOptions { NewLine = "\n", HasHeader = false }, leaveOpen: true))
        {
            WriteRecord(csv, phoneColumn, names);
            foreach (var contact in contacts)
            {
                Array.Clear(cells);
                var own = places[contact.Columns];
                for (var i = 0; i < own.Length; i++)
                {
                    cells[own[i]] = contact.Values[i];
                }

                WriteRecord(csv, plus ? contact.PhoneNumber : contact.PhoneNumber.TrimStart('+'), cells);
            }
        }

        return bytes.ToArray();
    }

    // Contacts of one input mostly share their list of names, so each list is looked at once.
    private static (List<string> Names, Dictionary<IReadOnlyList<string>, int[]> Places) Columns(IReadOnlyList<Contact> contacts)
    {
        var names = new List<string>();
        var placeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var places = new Dictionary<IReadOnlyList<string>, int[]>(ReferenceEqualityComparer.Instance);
        foreach (var contact in contacts)
        {
            if (!places.ContainsKey(contact.Columns))
            {
                places.Add(contact.Columns, [.. contact.Columns.Select(Place)]);
            }
        }

        return (names, places);

        int Place(string name)
        {
            if (placeOf.TryAdd(name, names.Count))
            {
                names.Add(name);
            }

            return placeOf[name];
        }
    }

    private static void WriteRecord(CsvWriter csv, string first, IEnumerable<string?> others)
    {
        csv.WriteField(first);
        foreach (var other in others)
        {
            csv.WriteField(other);
        }

        csv.EndRecord();
    }
}
