using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace AudienceTools.Core.Reading;

/// <summary>Gathers rows into chunks: handing over each row by itself costs more than reading it.</summary>
internal static class RowChunks
{
    private const int Size = 256;

    /// <summary>Calls <paramref name="next"/> until it returns <see langword="null"/>. If it throws, the rows before come first.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<SourceRow>> GatherAsync(
        Func<CancellationToken, ValueTask<SourceRow?>> next, [EnumeratorCancellation] CancellationToken ct)
    {
        var isOver = false;
        while (!isOver)
        {
            ct.ThrowIfCancellationRequested();
            var chunk = new List<SourceRow>(Size);
            ExceptionDispatchInfo? failure = null;
            try
            {
                while (!isOver && chunk.Count < Size)
                {
                    if (await next(ct) is { } row)
                    {
                        chunk.Add(row);
                    }
                    else
                    {
                        isOver = true;
                    }
                }
            }
            catch (AudienceException e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }

            if (chunk.Count > 0)
            {
                yield return chunk;
            }

            failure?.Throw();
        }
    }
}
