using System.Text;

namespace AudienceTools.Core.Import;

/// <summary>Rows that are sent together.</summary>
internal sealed class ContactBatch(IReadOnlyList<PreparedRow> rows)
{
    public IReadOnlyList<PreparedRow> Rows { get; } = rows;

    /// <summary>The same for every try, so that a service that knows such keys takes the batch once.</summary>
    public string IdempotencyKey { get; } = IdempotencyKeys.New();

    public IReadOnlyList<Contact> Contacts { get; } = [.. rows.Select(static row => row.Contact!)];

    public (ContactBatch First, ContactBatch Second) Halved()
    {
        var half = Rows.Count / 2;
        return (new([.. Rows.Take(half)]), new([.. Rows.Skip(half)]));
    }
}

/// <summary>Gathers rows until a batch is full, by rows or by bytes.</summary>
internal sealed class BatchBuilder(int mostRows, int mostBytes)
{
    private const int BytesAroundValue = 6;
    private List<PreparedRow> _rows = [];
    private long _bytes;

    /// <summary>Takes a row; gives the batch that was full before it, if one was.</summary>
    public ContactBatch? Add(PreparedRow row)
    {
        var bytes = Bytes(row.Contact!);
        var full = _rows.Count > 0 && (_rows.Count >= mostRows || _bytes + bytes > mostBytes) ? Flush() : null;
        _rows.Add(row);
        _bytes += bytes;
        return full;
    }

    /// <summary>What was gathered so far; null for nothing.</summary>
    public ContactBatch? Flush()
    {
        if (_rows.Count == 0)
        {
            return null;
        }

        var batch = new ContactBatch(_rows);
        _rows = [];
        _bytes = 0;
        return batch;
    }

    private static long Bytes(Contact contact)
    {
        long bytes = contact.PhoneNumber.Length;
        for (var i = 0; i < contact.Columns.Count; i++)
        {
            bytes += Encoding.UTF8.GetByteCount(contact.Columns[i]) + BytesAroundValue
                + (contact.Values[i] is { } value ? Encoding.UTF8.GetByteCount(value) : 0);
        }

        return bytes;
    }
}
