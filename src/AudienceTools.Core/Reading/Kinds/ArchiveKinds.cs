using System.IO.Compression;
using System.Text;

namespace AudienceTools.Core.Reading.Kinds;

/// <summary>ZIP archives that are no workbook, told by what is in them.</summary>
internal static class ArchiveKinds
{
    private const int EndRecordLength = 22;
    private const int MostEntries = 1000;
    private const int LongestMimeType = 100;

    /// <summary>What an archive is and the way out; null where it holds an Office Open XML workbook, or can't be looked into.</summary>
    /// <remarks>Leaves the position at the beginning. Nothing is inflated but a few bytes.</remarks>
    public static string? Describe(SourceFile file)
    {
        try
        {
            // An honest workbook has some dozen parts; a directory of millions is for the workbook's reader to refuse.
            if (!HasFewEntries(file))
            {
                return null;
            }

            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            return Describe(archive);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return null;
        }
        finally
        {
            file.Position = 0;
        }
    }

    private static string? Describe(ZipArchive archive)
    {
        var names = archive.Entries.Select(static entry => entry.FullName.Replace('\\', '/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return names.Contains("xl/workbook.xml") ? null
            : names.Contains("xl/workbook.bin") ? "a workbook of the .xlsb kind. Save it as .xlsx or CSV."
            : MimeType(archive) is { } type ? DescribeDocument(type)
            : names.Contains("word/document.xml") ? "a Word document. Copy the table into a workbook, and save that as .xlsx or CSV."
            : names.Contains("ppt/presentation.xml") ? "a PowerPoint presentation. Get the list as CSV, .xlsx or JSON from where it came."
            : names.Contains("Index/Document.iwa") || names.Contains("Index.zip") ? "a document of Numbers or another Apple program. Export it as .xlsx or CSV."
            : names.Contains("content.xml") ? "an OpenDocument file (.ods). Save it as .xlsx or CSV."

            // A package whose parts have other names; the workbook's reader knows them.
            : names.Contains("_rels/.rels") ? null
            : names.Count == 0 ? "a ZIP archive with nothing in it. Give a file with contacts."
            : "a ZIP archive and no workbook of the .xlsx kind. Unpack it with Expand-Archive, and give the file that is in it.";
    }

    private static string DescribeDocument(string type) =>
        type.Contains("opendocument.spreadsheet", StringComparison.OrdinalIgnoreCase) ? "an OpenDocument spreadsheet (.ods). Save it as .xlsx or CSV."
        : type.Contains("opendocument", StringComparison.OrdinalIgnoreCase) ? "an OpenDocument file, and no spreadsheet. Copy the table into a workbook, and save that as .xlsx or CSV."
        : "an archive of a kind that isn't read. Get the list as CSV, .xlsx or JSON from where it came.";

    // OpenDocument and EPUB put their type first, uncompressed.
    private static string? MimeType(ZipArchive archive)
    {
        if (archive.Entries is not [{ FullName: "mimetype", Length: <= LongestMimeType } first, ..])
        {
            return null;
        }

        using var content = first.Open();
        var bytes = new byte[LongestMimeType];
        return Encoding.ASCII.GetString(bytes, 0, content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    private static bool HasFewEntries(SourceFile file)
    {
        if (file.Length < EndRecordLength)
        {
            return false;
        }

        file.Position = file.Length - EndRecordLength;
        var end = new byte[EndRecordLength];
        file.ReadExactly(end);
        return end is not [(byte)'P', (byte)'K', 5, 6, ..] || BitConverter.ToUInt16(end, 10) <= MostEntries;
    }
}
