namespace AudienceTools.Core.Reading.Kinds;

/// <summary>Texts that are no table, told by how they begin.</summary>
internal static class TextKinds
{
    private const string Export = "Export the contacts as CSV, .xlsx or JSON from the program that it belongs to.";

    /// <summary>What a text is and the way out, for a sentence that begins with the file's name; null where it isn't one of these.</summary>
    /// <param name="text">The first characters, without blanks and lines of nothing before.</param>
    public static string? Describe(ReadOnlySpan<char> text)
    {
        var first = text[..Math.Max(0, text.IndexOfAny('\r', '\n') is var end and >= 0 ? end : text.Length)].TrimEnd();
        return Is(first, "BEGIN:VCARD") ? "an address book in the form of vCards. Export the contacts as CSV where they come from."
            : Is(first, "BEGIN:VCALENDAR") ? $"a calendar (iCalendar). {Export}"
            : first.StartsWith("dn:", StringComparison.OrdinalIgnoreCase) && first.Contains('=') ? $"an LDIF export of a directory. {Export}"
            : first.StartsWith("MIME-Version:", StringComparison.OrdinalIgnoreCase) ? "a web archive (.mht). Open it in a spreadsheet program, and save it as .xlsx or CSV."
            : first.StartsWith("ID;PWXL", StringComparison.Ordinal) || first.StartsWith("ID;PCALCOOO", StringComparison.Ordinal)
                ? "a SYLK sheet (.slk). Open it in a spreadsheet program, and save it as .xlsx or CSV."
            : text.StartsWith("%PDF-", StringComparison.Ordinal)
                ? "a PDF document, and there is no table in it that can be read. Get the list as CSV, .xlsx or JSON from where it came."
            : text.StartsWith("{\\rtf", StringComparison.Ordinal) ? "a text document (RTF). Copy the table into a workbook, and save that as .xlsx or CSV."
            : MarkupKinds.Describe(text);
    }

    private static bool Is(ReadOnlySpan<char> line, string word) => line.Equals(word, StringComparison.OrdinalIgnoreCase);
}
