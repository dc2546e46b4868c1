using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace AudienceTools.Core.Reading;

/// <summary>Gathers rows into chunks: handing over each row by itself costs more than reading it.</summary>
internal static class RowChunks
{
    private const int Size = 256;

    // Rows may be large: a chunk that is full of them is handed over sooner.
    private const int MostCharacters = 1 << 20;

    /// <summary>Calls <paramref name="next"/> until it returns <see langword="null"/>. If it throws, the rows before come first.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<SourceRow>> GatherAsync(
        Func<CancellationToken, ValueTask<SourceRow?>> next, [EnumeratorCancellation] CancellationToken ct)
    {
        var isOver = false;
        while (!isOver)
        {
            ct.ThrowIfCancellationRequested();
            var chunk = new List<SourceRow>(Size);
            var characters = 0L;
            ExceptionDispatchInfo? failure = null;
            try
            {
                while (!isOver && chunk.Count < Size && characters < MostCharacters)
                {
                    if (await next(ct) is { } row)
                    {
                        chunk.Add(row);
                        foreach (var value in row.Values)
                        {
                            characters += value?.Length ?? 0;
                        }
                    }
                    else
                    {
                        isOver = true;
                    }
                }
            }
            catch (Exception e) when (e is AudienceException or IOException)
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
