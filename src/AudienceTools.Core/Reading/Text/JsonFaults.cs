using System.Text.Json;
using System.Text.Unicode;

namespace AudienceTools.Core.Reading.Text;

/// <summary>What is wrong with a JSON file, and where. The library's own messages aren't shown, since they repeat what stands there.</summary>
/// <param name="file">The file's name.</param>
/// <param name="input">What is read of it.</param>
/// <param name="warn">Is told what is no error; null for nobody.</param>
internal sealed class JsonFaults(string file, JsonInput input, Action<string>? warn)
{
    private const string NoMore = "it isn't JSON any more";
    private static readonly string[] s_foreign = ["NaN", "Infinity", "-Infinity", "None", "True", "False", "undefined"];
    private readonly MistakenLatin1 _mistaken = new(file, warn);

    /// <summary>Refuses bytes that aren't text in the file's encoding.</summary>
    /// <param name="json">What stands at the beginning of what the input has.</param>
    /// <param name="record">Which record it is.</param>
    /// <exception cref="AudienceException">They aren't.</exception>
    public void Check(ReadOnlySpan<byte> json, long record)
    {
        if (!Utf8.IsValid(json) || json.IndexOf("\uFFFF"u8) >= 0)
        {
            throw Fail(AudienceErrorCode.WrongEncoding, $"line {input.Line} (record {record}) isn't {input.Encoding.WebName.ToUpperInvariant()}. "
                + "Name the encoding that the file was saved in with -Encoding, for instance -Encoding windows-1252.");
        }

        if (json.Contains((byte)0))
        {
            throw Fail(AudienceErrorCode.DamagedFile, $"line {input.Line} (record {record}) holds a NUL character. The file isn't text, or it is "
                + "UTF-16 without a byte order mark: then use -Encoding Unicode.");
        }

        _mistaken.Look(json, input.Line, input.Encoding);
    }

    /// <summary>The error of what isn't JSON.</summary>
    /// <param name="json">The whole of a value, at the beginning of what the input has.</param>
    /// <param name="exception">What the library says of it.</param>
    /// <param name="record">Which record it is.</param>
    public AudienceException NotJson(ReadOnlySpan<byte> json, JsonException exception, long record)
    {
        var index = IndexOf(json, exception);
        return NotJson(index, record, index < json.Length ? Hint(json, index) : NoMore);
    }

    /// <summary>The error of what isn't JSON, for a reason that is known.</summary>
    public AudienceException NotJson(int index, long record, string hint)
    {
        var (line, place) = input.PlaceOf(index);
        return Fail(AudienceErrorCode.DamagedFile, $"record {record} can't be read: at line {line}, byte {place}, {hint}. Mend the file, or write it anew.");
    }

    /// <summary>The problem of a line that isn't JSON.</summary>
    public static RowProblem NotJson(ReadOnlySpan<byte> line, JsonException exception)
    {
        var index = IndexOf(line, exception);
        return new RowProblem(RowReasons.InvalidJson, $"The line isn't JSON: at byte {index + 1} of the object, {Hint(line, index)}. Mend the line.");
    }

    /// <summary>The problem of an object that nests deeper than is read.</summary>
    public static RowProblem TooDeep() => new(
        RowReasons.InvalidJson, $"The object nests deeper than {NestedText.MaxDepth} levels. Leave out what isn't needed.");

    /// <summary>The problem of what is no object.</summary>
    public static RowProblem NotAnObject(byte first) => new(
        RowReasons.NotAnObject,
        first switch
        {
            (byte)'[' => "Here stands a list",
            (byte)'"' => "Here stands a text",
            (byte)'n' => "Here stands null",
            (byte)'t' or (byte)'f' => "Here stands true or false",
            _ => "Here stands a number",
        } + ", where an object with the columns of a contact belongs. Mend it, or take it out.");

    /// <summary>The error of a record that is larger than one may be.</summary>
    public AudienceException TooLarge(long record, int longest) => Fail(
        AudienceErrorCode.LimitExceeded,
        $"record {record}, which begins on line {input.Line}, has more than {longest} bytes. Shorten it, or look there for a bracket or a quote "
            + "that isn't closed.");

    public AudienceException Fail(AudienceErrorCode code, string what) => new(code, $"'{file}': {what}");

    // The library counts line feeds only.
    private static int IndexOf(ReadOnlySpan<byte> json, JsonException exception)
    {
        var index = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
        {
            index += json[index..].IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(json.Length, index + (exception.BytePositionInLine ?? 0));
    }

    private static string Hint(ReadOnlySpan<byte> json, int index)
    {
        var rest = json[index..];
        var before = json[..index].TrimEnd(" \t\r\n"u8);
        foreach (var word in s_foreign)
        {
            if (StartsWith(rest, word) || (before.Length > 0 && StartsWith(json[(before.LastIndexOfAny(" :,["u8) + 1)..], word)))
            {
                return $"{word} stands, which isn't JSON; write null, true or false";
            }
        }

        return rest switch
        {
            [] => "it breaks off",
            [(byte)'/' or (byte)'#', ..] => "a comment stands, which JSON doesn't have",
            [(byte)'\'', ..] => "a single quote stands; JSON has double ones",
            [(byte)'}' or (byte)']', ..] when before is [.., (byte)','] => "a comma stands before a closing bracket",
            [(byte)'\r' or (byte)'\n', ..] => "a line ends within a text; a quote may be missing",
            [>= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z', ..] when before is [.., (byte)'{' or (byte)','] => "a name stands without quotes",
            _ => NoMore,
        };
    }

    private static bool StartsWith(ReadOnlySpan<byte> json, string word) => System.Text.Ascii.Equals(json[..Math.Min(word.Length, json.Length)], word);
}
