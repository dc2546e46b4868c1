using System.Runtime.CompilerServices;

namespace AudienceTools.Core.Contacts;

/// <summary>Reads rows from objects with named values, such as those of a pipeline. Their columns may differ from object to
/// object.</summary>
/// <remarks>
/// Whole numbers come as their digits, dates in ISO 8601. Objects are numbered from 2, as though a header stood above them: then the
/// numbers are those of the file that <c>Import-Csv</c> has read.
/// </remarks>
public sealed class ObjectContactReader : IContactReader
{
    private const long FirstRow = 2;

    private readonly IAsyncEnumerable<IReadOnlyList<IReadOnlyList<KeyValuePair<string, object?>>>> _chunks;
    private RowHeader _header = new([]);

    /// <summary>Makes a reader.</summary>
    /// <param name="chunks">The objects as they come, each as its names and values in their order.</param>
    public ObjectContactReader(IAsyncEnumerable<IReadOnlyList<IReadOnlyList<KeyValuePair<string, object?>>>> chunks)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        _chunks = chunks;
    }

    /// <inheritdoc/>
    public string? SourceName => null;

    /// <inheritdoc/>
    public long? TotalBytes => null;

    /// <inheritdoc/>
    public long BytesRead => 0;

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<SourceRow>> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var number = FirstRow;
        await foreach (var objects in _chunks.WithCancellation(ct))
        {
            var rows = new SourceRow[objects.Count];
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = ToRow(objects[i], number++);
            }

            yield return rows;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private SourceRow ToRow(IReadOnlyList<KeyValuePair<string, object?>> item, long number)
    {
        if (!HasNames(item, _header.Names))
        {
            _header = new RowHeader(item.Select(pair => pair.Key).ToArray());
        }

        var values = new string?[item.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = CellText.From(item[i].Value);
        }

        return new SourceRow(number, _header, values, Problem: null);
    }

    private static bool HasNames(IReadOnlyList<KeyValuePair<string, object?>> item, IReadOnlyList<string> names)
    {
        var i = 0;
        while (i < names.Count && i < item.Count && string.Equals(item[i].Key, names[i], StringComparison.Ordinal))
        {
            i++;
        }

        return i == names.Count && i == item.Count;
    }
}
