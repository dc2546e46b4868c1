using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading.Fuzz;

/// <summary>What must come of one record.</summary>
/// <param name="RowNumber">Its row's number.</param>
/// <param name="Values">Its cells, null and empty being the same; null where they aren't known.</param>
/// <param name="IsRefused">Whether it is a problem; null where that isn't known.</param>
internal sealed record ExpectedRow(long RowNumber, string?[]? Values, bool? IsRefused);

/// <summary>A file that was made by chance, and what must come of it.</summary>
/// <param name="Bytes">What stands in it.</param>
/// <param name="Rows">Its records; null where it was damaged, so that only an error or rows of any kind must come.</param>
internal sealed record FuzzFile(byte[] Bytes, IReadOnlyList<ExpectedRow>? Rows)
{
    /// <summary>What a user would have to say to have it read.</summary>
    public ReaderOptions Options { get; init; } = new();

    /// <summary>The same with a damage: cut off, bytes altered, added, doubled or taken out, or another file behind it.</summary>
    public FuzzFile Damaged(Random random, Func<FuzzFile> another)
    {
        var bytes = Bytes.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(bytes.Count - at, 1 + random.Next(random.Next(2) == 0 ? 4 : 200));
            switch (random.Next(7))
            {
                case 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 4:
                    var added = new byte[length];
                    random.NextBytes(added);
                    bytes.InsertRange(at, added);
                    break;
                case 5:
                    bytes.InsertRange(at, "\"\n\r\0,;{}[]:'\\\uFEFF<\t"u8[random.Next(18)..].ToArray());
                    break;
                default:
                    bytes.AddRange(another().Bytes);
                    break;
            }
        }

        return this with { Bytes = [.. bytes], Rows = null };
    }
}
