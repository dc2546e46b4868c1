namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>A namespace of the format, which has one name in ordinary workbooks and another one in those that were saved as "Strict Open
/// XML" (ECMA-376 part 1, annex A, and part 4).</summary>
internal sealed record XlsxNamespace(string Transitional, string Strict)
{
    /// <summary>Worksheets, texts and styles.</summary>
    public static XlsxNamespace Spreadsheet { get; } = new(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main");

    /// <summary>The attributes that lead to another part.</summary>
    public static XlsxNamespace Relationship { get; } = new(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships");

    /// <summary>The lists of parts, the same in both (ECMA-376 part 2).</summary>
    public static XlsxNamespace Package { get; } = new(
        "http://schemas.openxmlformats.org/package/2006/relationships", "http://schemas.openxmlformats.org/package/2006/relationships");

    /// <summary>Whether a name is one of the two.</summary>
    public bool Has(string name) =>
        string.Equals(name, Transitional, StringComparison.Ordinal) || string.Equals(name, Strict, StringComparison.Ordinal);
}
