using System.Buffers;

namespace AudienceTools.Core.Reading.Kinds;

/// <summary>Whether a text begins as JSON does; whether it is JSON to its end is for its reader to tell.</summary>
internal static class JsonKind
{
    private static readonly SearchValues<char> s_inName = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
    private static readonly SearchValues<char> s_inWord = SearchValues.Create("+-.0123456789eEtrufalsn");

    /// <summary>Whether a list or an object begins it.</summary>
    /// <param name="text">The first characters, without blanks and lines of nothing before.</param>
    /// <remarks>Headers such as <c>[phone],[name]</c>, <c>{phone}</c> or <c>[1] list of January</c> are text.</remarks>
    public static bool Begins(ReadOnlySpan<char> text)
    {
        text = SkipComments(text);
        return text switch
        {
            ['{', ..] => IsObject(text[1..].TrimStart()),
            ['[', ..] => IsList(text[1..].TrimStart()),
            _ => false,
        };
    }

    // Names without quotes, or in single ones, are no JSON, but no table either: its reader tells where the fault is.
    private static bool IsObject(ReadOnlySpan<char> rest)
    {
        var name = rest.IndexOfAnyExcept(s_inName);
        return rest is [] or ['"' or '\'' or '}', ..] || (name > 0 && rest[name..].TrimStart() is [':', ..]);
    }

    private static bool IsList(ReadOnlySpan<char> rest)
    {
        rest = SkipComments(rest);
        if (rest is [] or ['"', ..])
        {
            return true;
        }

        return rest[0] switch
        {
            ']' => rest[1..].TrimStart() is [] or ['[', ..],
            '{' => IsObject(rest[1..].TrimStart()),
            '[' => IsList(rest[1..].TrimStart()),
            _ => IsWord(rest),
        };
    }

    // A number, true, false or null, and what may follow it in a list.
    private static bool IsWord(ReadOnlySpan<char> rest)
    {
        var length = rest.IndexOfAnyExcept(s_inWord);
        if (length < 1 || !(rest[..length] is "true" or "false" or "null" || char.IsAsciiDigit(rest[0]) || rest[0] == '-'))
        {
            return false;
        }

        rest = rest[length..].TrimStart();
        return rest is [',', ..] || (rest is [']', ..] && rest[1..].TrimStart(" \t") is [] or ['\r' or '\n', ..]);
    }

    private static ReadOnlySpan<char> SkipComments(ReadOnlySpan<char> text)
    {
        while (text is ['/', '/' or '*', ..])
        {
            var end = text[1] == '/' ? "\n" : "*/";
            var at = text.IndexOf(end, StringComparison.Ordinal);
            text = at < 0 ? [] : text[(at + end.Length)..].TrimStart();
        }

        return text;
    }
}
