using System.Globalization;
using System.Text;

namespace AudienceTools.Core.Tests.Reading.Fuzz;

/// <summary>Cells, names and encodings by chance.</summary>
internal static class FuzzTexts
{
    private static readonly string[] s_words =
    [
        "Ann", "Zoë", "山田", "😀", "مرحبا", "O'Neil", "=1+1", "@home", "-5", "a b", "1.10", "true", "null", "2026-01-31", "x\u00a0y", "\u200b", "N/A", "{}", "[1]", "<b>", "#", "\\",
    ];

    // Those that break cells where they aren't quoted.
    private static readonly string[] s_awkward = ["\"", "\"\"", "a\"b", "one\ntwo", "one\r\ntwo", "\r", ",", ";", "\t", "|", " a ", "'"];

    public static string Number(Random random) => string.Create(CultureInfo.InvariantCulture, $"+4420794{random.Next(60000, 70000)}");

    public static string Cell(Random random, bool mayBeAwkward = true) => random.Next(12) switch
    {
        0 => "",
        1 or 2 => Number(random),
        3 => Number(random)[1..],
        4 when random.Next(20) == 0 => new string('x', random.Next(20_000)),
        5 or 6 when mayBeAwkward => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(random, s_awkward) + Pick(random, s_words))),
        _ => Pick(random, s_words),
    };

    /// <summary>Names of columns, the first of them that of the phone number; unique.</summary>
    public static string[] Names(Random random) =>
        [Pick(random, ["phone", "Mobile", "phoneNumber", "E-164"]), .. Enumerable.Range(0, random.Next(1, 6)).Select(i => Pick(random, ["name", "Größe", "市", "first name", "a.b"]) + i)];

    /// <summary>A text's bytes in some encoding, and which one has to be named.</summary>
    public static (byte[] Bytes, Encoding? Asked) Encode(Random random, string text)
    {
        Encoding encoding = random.Next(8) switch
        {
            0 => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            1 => Encoding.Unicode,
            2 => Encoding.BigEndianUnicode,
            3 => Encoding.UTF32,
            4 when text.All(static c => c < 0x100) => Encoding.Latin1,
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        return ([.. encoding.GetPreamble(), .. encoding.GetBytes(text)], encoding.CodePage == Encoding.Latin1.CodePage ? encoding : null);
    }

    public static T Pick<T>(Random random, T[] items) => items[random.Next(items.Length)];
}
