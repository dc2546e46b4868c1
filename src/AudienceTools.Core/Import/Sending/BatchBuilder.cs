using System.Buffers;
using System.Globalization;
using System.Text;

namespace AudienceTools.Core.Import.Sending;

/// <summary>Gathers rows until a batch is full, by rows or by bytes.</summary>
/// <param name="mostRows">Rows in a batch at the most.</param>
/// <param name="mostBytes">Bytes in a batch at the most; a larger single row is a batch of its own.</param>
/// <param name="job">The import's own name, from which each batch has its idempotency key.</param>
internal sealed class BatchBuilder(int mostRows, int mostBytes, string job)
{
    private const int BytesAroundValue = 6;

    // JSON writes a control character as \u0001, and these two with a backslash; CSV doubles quotes.
    private const int BytesMoreForControl = 5;
    private static readonly SearchValues<char> s_escaped =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(static code => (char)code), '"', '\\']);

    private List<PreparedRow> _rows = [];
    private long _bytes;
    private int _batches;

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

        _batches++;
        var batch = new ContactBatch(_batches, _rows, string.Create(CultureInfo.InvariantCulture, $"{job}-{_batches}"));
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
                + (contact.Values[i] is { } value ? Encoding.UTF8.GetByteCount(value) + BytesOfEscapes(value) : 0);
        }

        return bytes;
    }

    private static long BytesOfEscapes(ReadOnlySpan<char> value)
    {
        long bytes = 0;
        while (value.IndexOfAny(s_escaped) is var at and >= 0)
        {
            bytes += value[at] < ' ' ? BytesMoreForControl : 1;
            value = value[(at + 1)..];
        }

        return bytes;
    }
}
