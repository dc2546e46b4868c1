using System.Buffers;
using System.Text.Json;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Files;

/// <summary>
/// Gathers the rows of a file, each phone number once. Every row repeats the header's names, so that a small file could stand
/// for more than memory holds; hence the limit.
/// </summary>
internal sealed class FileRows(List<string> header, int phonePosition)
{
    private const int MaximumMegabytes = 64;

    private readonly List<ContactRow> _rows = [];
    private readonly IReadOnlyList<string> _names = [.. header.Where((_, place) => place != phonePosition)];
    private readonly HashSet<long> _phones = [];
    private readonly ArrayBufferWriter<byte> _columns = new();
    private long _bytes;

    public int Count => _rows.Count;

    public IReadOnlyList<ContactRow> Rows => _rows;

    /// <summary>Takes a row with a field for each name of the header; false where its number is there already.</summary>
    /// <exception cref="ApiException">400 where there is too much of it.</exception>
    public bool TryAdd(long phone, List<string> record)
    {
        if (!_phones.Add(phone))
        {
            return false;
        }

        _columns.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_columns, ServerJson.WriterOptions))
        {
            writer.WriteStartObject();
            for (var i = 0; i < header.Count; i++)
            {
                if (i != phonePosition)
                {
                    writer.WriteString(header[i], record[i]);
                }
            }

            writer.WriteEndObject();
        }

        _bytes += _columns.WrittenCount;
        if (_bytes > MaximumMegabytes * 1024 * 1024)
        {
            throw ApiException.BadRequest($"The columns of the file take more than {MaximumMegabytes} MB.");
        }

        _rows.Add(new ContactRow(phone, _columns.WrittenSpan.ToArray(), _names));
        return true;
    }
}
