using System.Buffers;
using System.Collections.Frozen;

namespace AudienceTools.Core.Reading.Kinds;

/// <summary>HTML and XML, told by their first tag, behind comments, declarations and instructions.</summary>
internal static class MarkupKinds
{
    private const string Html = "a web page (HTML). Some programs call one .xls or .csv: open it in a spreadsheet program, and save it as .xlsx or CSV. "
        + "It may also be the page that asks to sign in, saved in place of the export.";

    private const string SpreadsheetXml = "an XML spreadsheet of Excel 2003. Open it in Excel, and save it as .xlsx or CSV.";
    private const string Xml = "an XML file. Export the contacts as CSV, .xlsx or JSON from the program that it belongs to.";

    // Those that a page, or a piece of one, begins with.
    private static readonly FrozenSet<string> s_htmlTags = new[]
    {
        "html", "head", "body", "meta", "title", "link", "style", "script", "base", "table", "thead", "tbody", "tr", "center", "div", "font", "p",
        "h1", "h2", "h3", "pre", "form", "span", "br",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> s_behindName = SearchValues.Create(" \t\r\n/>");

    /// <summary>What a text is and the way out; null where it is no markup.</summary>
    /// <remarks>A header such as <c>&lt;name&gt;,&lt;phone&gt;</c> is none: what follows a tag is another tag, or the tag's own end.</remarks>
    public static string? Describe(ReadOnlySpan<char> text)
    {
        var isXml = false;
        while (text is ['<', '?' or '!', ..])
        {
            if (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase))
            {
                return Html;
            }

            if (text.StartsWith("<?mso-application", StringComparison.OrdinalIgnoreCase))
            {
                return text.Contains("Excel.Sheet", StringComparison.OrdinalIgnoreCase) ? SpreadsheetXml : Xml;
            }

            var isComment = text.StartsWith("<!--", StringComparison.Ordinal);
            var end = text.IndexOf(isComment ? "-->" : ">", StringComparison.Ordinal);
            isXml |= text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase);
            if (end < 0)
            {
                return isXml ? Xml : isComment ? Html : null;
            }

            text = text[(end + (isComment ? 3 : 1))..].TrimStart();
        }

        return DescribeTag(text) ?? (isXml ? Xml : null);
    }

    private static string? DescribeTag(ReadOnlySpan<char> text)
    {
        var length = text is ['<', ..] ? text[1..].IndexOfAny(s_behindName) : -1;
        if (length < 1 || !char.IsLetter(text[1]) || !IsFollowed(text[(length + 1)..], text.Slice(1, length)))
        {
            return null;
        }

        var name = text.Slice(text[1..(length + 1)].IndexOf(':') + 2, length - text[1..(length + 1)].IndexOf(':') - 1);
        return s_htmlTags.Contains(name.ToString()) ? Html
            : name.Equals("Workbook", StringComparison.Ordinal) && text.Contains("urn:schemas-microsoft-com:office:spreadsheet", StringComparison.Ordinal)
                ? SpreadsheetXml
            : Xml;
    }

    private static bool IsFollowed(ReadOnlySpan<char> text, ReadOnlySpan<char> name)
    {
        var close = text.IndexOf('>');
        return close < 0
            ? text.Contains("=\"", StringComparison.Ordinal)
            : (text[(close + 1)..].TrimStart() is ['<', var next, ..] && (char.IsLetter(next) || next is '/' or '!' or '?'))
                || text[close..].Contains($"</{name}>", StringComparison.OrdinalIgnoreCase);
    }
}
