using System.Text;
using AudienceTools.Core.Reading.Text;

namespace AudienceTools.Core.Reading.Kinds;

/// <summary>What is read, and how.</summary>
internal enum FileKind
{
    /// <summary>Delimited text.</summary>
    Text,

    /// <summary>JSON or JSON Lines.</summary>
    Json,

    /// <summary>An Office Open XML workbook.</summary>
    Workbook,
}

/// <summary>Tells by a file's bytes what it is, whatever its name says.</summary>
/// <remarks>
/// What is told here to be something else can't be read at all, so that each test asks for what a list of contacts never begins with: a
/// header may well be <c>{phone}</c>, <c>&lt;name&gt;</c> or <c>PAR1</c>.
/// </remarks>
internal static class FileKinds
{
    /// <summary>Tells what a file is, leaving its position at the beginning.</summary>
    /// <exception cref="AudienceException">It is of a kind that isn't read, or empty.</exception>
    public static FileKind Tell(SourceFile file, ReaderOptions options)
    {
        var head = file.Peek(TextEncoding.HeadLength);
        if (head.Length == 0)
        {
            throw new AudienceException(
                AudienceErrorCode.EmptyInput, $"'{file.Name}' is empty. It needs a first line that names the columns.");
        }

        if (head is [(byte)'P', (byte)'K', 3 or 5, ..])
        {
            return ArchiveKinds.Describe(file) is { } archive ? throw Unsupported(file, archive) : FileKind.Workbook;
        }

        if (BinaryKinds.Describe(head) is { } binary)
        {
            throw Unsupported(file, binary);
        }

        var (encoding, markLength) = TextEncoding.Detect(head, options.Encoding);
        var text = encoding.GetString(head.AsSpan(markLength)).TrimStart('\uFEFF').TrimStart();
        if (TextKinds.Describe(text) is { } other)
        {
            throw Unsupported(file, other);
        }

        if (options.Encoding is null && markLength == 0 && BinaryKinds.IsBinary(head))
        {
            throw Unsupported(file, "no text, but binary data of a kind that isn't known. Export the contacts as CSV, .xlsx or JSON.");
        }

        return JsonKind.Begins(text) ? FileKind.Json : FileKind.Text;
    }

    private static AudienceException Unsupported(SourceFile file, string what) =>
        new(AudienceErrorCode.UnsupportedFormat, $"'{file.Name}' is {what}");
}
