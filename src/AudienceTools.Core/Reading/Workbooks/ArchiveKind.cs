namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>Says what an archive is that holds no workbook of the kind that is read.</summary>
internal static class ArchiveKind
{
    /// <summary>The error.</summary>
    public static XlsxException Refuse(XlsxParts parts) => new(XlsxFault.Unsupported, Describe(parts));

    private static string Describe(XlsxParts parts) =>
        parts.Has("xl/workbook.bin") ? "this is a binary workbook (.xlsb). Save it as .xlsx or CSV."
        : parts.Has("ppt/presentation.xml") ? "this is a PowerPoint presentation. Get the list as CSV, .xlsx or JSON from where it came."
        : parts.Has("content.xml") ? "this is an OpenDocument file (.ods). Save it as .xlsx or CSV."
        : parts.Has("word/document.xml") ? "this is a Word document. Save the list as .xlsx or CSV."
        : parts.Has("Index/Document.iwa") || parts.Has("Index.zip") ? "this is a Numbers or Pages document. Export it as .xlsx or CSV."
        : "this is no workbook of the .xlsx kind but another archive. Take the file out of it that has the list, or save it as .xlsx or CSV.";
}
