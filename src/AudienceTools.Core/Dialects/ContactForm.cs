using System.Net.Http.Headers;
using CsvHelper;

namespace AudienceTools.Core.Dialects;

/// <summary>A multipart/form-data body (RFC 7578) with the contacts as a CSV file (RFC 4180), as the vendors' uploads want it.</summary>
internal static class ContactForm
{
    public static MultipartFormDataContent Create(
        AudienceDefinition definition, IReadOnlyList<(string Name, string? Value)> fields, string fileField, string phoneColumn)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                Add(form, new StringContent(value), name, fileName: null);
            }
        }

        var file = new ByteArrayContent(Csv(definition.Contacts, phoneColumn));
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

    /// <summary>The contacts as CSV in UTF-8, the phone column first. Cells stay to the letter: this is for a service, not a spreadsheet.</summary>
    private static byte[] Csv(IReadOnlyList<Contact> contacts, string phoneColumn)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, new CsvWriterOptions { NewLine = "\n", HasHeader = false }, leaveOpen: true))
        {
            csv.WriteField(phoneColumn);
            foreach (var column in contacts.Count > 0 ? contacts[0].Columns : [])
            {
                csv.WriteField(column);
            }

            csv.EndRecord();
            foreach (var contact in contacts)
            {
                csv.WriteField(contact.PhoneNumber);
                foreach (var value in contact.Values)
                {
                    csv.WriteField(value);
                }

                csv.EndRecord();
            }
        }

        return bytes.ToArray();
    }
}
