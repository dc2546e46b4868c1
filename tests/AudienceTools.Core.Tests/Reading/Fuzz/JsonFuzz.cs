using System.Globalization;
using System.Text;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading.Fuzz;

/// <summary>JSON and JSON Lines by chance.</summary>
internal static class JsonFuzz
{
    /// <summary>A list, or objects one after the other that go on over lines.</summary>
    public static FuzzFile MakeList(Random random)
    {
        var isList = random.Next(4) > 0;
        var rows = new List<ExpectedRow>();
        var text = new StringBuilder(isList ? Blank(random) + "[" + Blank(random) : "");
        for (var count = random.Next(isList ? 0 : 1, 30); count > 0; count--)
        {
            var (json, row) = Element(random, rows.Count + 1, isList || rows.Count > 0, lineEnds: true);
            text.Append(rows.Count == 0 ? "" : isList || random.Next(2) == 0 ? Blank(random) + "," + Blank(random) : "\n" + Blank(random));

            // The first one tells how the file is to be read.
            text.Append(!isList && rows.Count == 0 ? "{\n" + json[1..] : json);
            rows.Add(row);
        }

        text.Append(isList ? Blank(random) + "]" + Blank(random) : "");
        return Encode(random, text, rows);
    }

    /// <summary>JSON Lines, some of them damaged.</summary>
    public static FuzzFile MakeLines(Random random)
    {
        var lineEnd = FuzzTexts.Pick(random, ["\n", "\r\n", "\r"]);
        var text = new StringBuilder();
        var rows = new List<ExpectedRow>();
        for (int count = random.Next(1, 30), line = 1; line <= count; line++)
        {
            if (line == 1 || random.Next(12) > 0)
            {
                var (json, row) = Element(random, line, mayBeOther: line > 1, lineEnds: false);
                var isDamaged = line > 1 && random.Next(6) == 0;
                text.Append(isDamaged ? Damaged(random, json) : json);
                rows.Add(isDamaged ? new ExpectedRow(line, null, null) : row);
            }

            text.Append(line < count || random.Next(3) > 0 ? lineEnd : "");
        }

        return Encode(random, text, rows);
    }

    private static FuzzFile Encode(Random random, StringBuilder text, List<ExpectedRow> rows)
    {
        var (bytes, asked) = FuzzTexts.Encode(random, text.ToString());
        return new FuzzFile(bytes, rows) { Options = new ReaderOptions { Encoding = asked } };
    }

    private static (string Json, ExpectedRow Row) Element(Random random, long number, bool mayBeOther, bool lineEnds)
    {
        if (mayBeOther && number > 1 && random.Next(12) == 0)
        {
            var other = FuzzTexts.Pick(random, ["null", "true", "5", "\"x\"", "[]", "[1,{\"a\":\"}\"}]"]);
            return (other, new ExpectedRow(number, [other], true));
        }

        var names = FuzzTexts.Names(random);
        var isDoubled = mayBeOther && random.Next(15) == 0;
        names = isDoubled ? [.. names, names[0]] : names;
        var cells = names.Select((_, i) => Value(random, isNumber: i == 0)).ToArray();
        var blank = () => lineEnds ? Blank(random) : random.Next(3) == 0 ? " " : "";
        var json = "{" + string.Join(",", names.Zip(cells, (name, cell) => $"{blank()}{Quoted(random, name)}{blank()}:{blank()}{cell.Json}{blank()}")) + "}";
        return (json, new ExpectedRow(number, isDoubled ? [json] : [.. cells.Select(cell => cell.Text)], isDoubled || cells.Any(cell => cell.IsRefused)));
    }

    private static (string Json, string? Text, bool IsRefused) Value(Random random, bool isNumber)
    {
        if (isNumber)
        {
            var number = FuzzTexts.Number(random);
            return random.Next(3) == 0 ? (number[1..], number[1..], false) : (Quoted(random, number), number, false);
        }

        var cell = FuzzTexts.Cell(random);
        return random.Next(14) switch
        {
            0 => ("null", null, false),
            1 => Same(FuzzTexts.Pick(random, ["true", "false", "0", "-0.0", "1.10", "4.9e11", "1E400", "12345678901234567890123"])),
            2 => Same(FuzzTexts.Pick(random, ["[]", "{}", "[1,2.50]", "{\"a\":{\"b\":[\"}\",\"]\",\"{\"]}}", "[\"x\\\\\",\"\\\"\"]"])),
            3 => ("[ 1 ,{ \"a\" : \"\\u00e9\" } ]", "[1,{\"a\":\"é\"}]", false),
            4 when random.Next(8) == 0 => ("\"x\\ud800\"", "\"x\\ud800\"", true),
            5 when random.Next(8) == 0 => ("\"x\\u0000\"", "\"x\\u0000\"", true),
            _ => (Quoted(random, cell), cell, false),
        };

        static (string, string?, bool) Same(string json) => (json, json, false);
    }

    private static string Quoted(Random random, string text)
    {
        var json = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            var c = rune.ToString();
            _ = c is "\"" or "\\" && random.Next(2) == 0 ? json.Append('\\').Append(c)
                : c is "\"" or "\\" || rune.Value < ' ' || random.Next(40) == 0 ? json.Append(string.Concat(c.Select(static unit => $"\\u{(int)unit:x4}")))
                : json.Append(c);
        }

        return json.Append('"').ToString();
    }

    // What can be typed, and no end of the line.
    private static string Damaged(Random random, string json)
    {
        var at = random.Next(json.Length);
        var rest = Math.Min(json.Length - at, random.Next(1, 10));
        return random.Next(4) switch
        {
            0 => json[..Math.Max(1, at)],
            1 => json.Remove(at, rest) is { Length: > 0 } less ? less : "x",
            2 => json.Insert(at, FuzzTexts.Pick(random, ["\"", "{", "}", "[", "]", ",", ":", "\\", "x", "NaN", "'"])),
            _ => json.Insert(at, json.Substring(at, rest)),
        };
    }

    private static string Blank(Random random) => random.Next(4) == 0 ? FuzzTexts.Pick(random, [" ", "\n", "\r\n", "\t", "\n\n  "]) : "";
}
