using System.Text;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading.Fuzz;

/// <summary>Delimited texts by chance.</summary>
internal static class CsvFuzz
{
    public static FuzzFile Make(Random random)
    {
        var delimiter = FuzzTexts.Pick(random, [',', ';', '\t', '|']);
        var lineEnd = FuzzTexts.Pick(random, ["\n", "\r\n", "\r"]);
        var isAsked = random.Next(2) == 0;
        var names = FuzzTexts.Names(random);
        var text = new StringBuilder(!isAsked && random.Next(8) == 0 ? $"sep={delimiter}{lineEnd}" : "");
        var rows = new List<ExpectedRow>();
        Append(text, random, names, delimiter);
        var number = 1;
        for (var count = random.Next(30); count > 0; count--)
        {
            text.Append(lineEnd);
            number++;
            if (random.Next(12) == 0)
            {
                continue;
            }

            // What isn't asked for is found out by what the cells hold, so that they had better hold nothing else.
            string[] cells = [FuzzTexts.Number(random), .. names.Skip(1).Select(_ => FuzzTexts.Cell(random, mayBeAwkward: isAsked))];
            var isRagged = random.Next(10) == 0;
            if (isRagged)
            {
                cells = [.. cells, "x"];
            }
            else if (isAsked && random.Next(10) == 0)
            {
                cells = cells[..random.Next(1, cells.Length + 1)];
            }

            Append(text, random, cells, delimiter);
            Array.Resize(ref cells, names.Length + (isRagged ? 1 : 0));
            rows.Add(new ExpectedRow(number, cells, isRagged));
        }

        text.Append(random.Next(3) == 0 ? "" : lineEnd);
        var (bytes, asked) = FuzzTexts.Encode(random, text.ToString());
        return new FuzzFile(bytes, rows) { Options = new ReaderOptions { Delimiter = isAsked ? delimiter : null, Encoding = asked } };
    }

    private static void Append(StringBuilder text, Random random, string[] cells, char delimiter) => text.AppendJoin(delimiter, cells.Select(cell =>
        random.Next(5) == 0 || cell.Contains(delimiter, StringComparison.Ordinal) || cell.AsSpan().ContainsAny("\"\r\n\t ") || cell.Length == 0
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell));
}
