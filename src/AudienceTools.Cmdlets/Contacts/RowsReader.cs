using System.Runtime.CompilerServices;
using AudienceTools.Core.Reading;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>Rows that are in memory already, such as those of <c>-PhoneNumber</c>.</summary>
internal sealed class RowsReader(IReadOnlyList<SourceRow> rows) : IContactReader
{
    public string? SourceName => null;

    public long? TotalBytes => null;

    public long BytesRead => 0;

    public async IAsyncEnumerable<IReadOnlyList<SourceRow>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        yield return rows;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
