using System.Buffers;
using System.Globalization;
using System.Text;

namespace AudienceTools;

/// <summary>
/// The lines of a table of members, for the module's view of them. PowerShell's own tables want their columns named in advance, and make a
/// list of what has more than four properties.
/// </summary>
public static class MemberTable
{
    /// <summary>How wide a table is at the most, in cells of a terminal.</summary>
    public const int LargestWidth = 100;

    private const int SmallestWidth = 40;
    private const int Narrowest = 10;
    private const int WidestName = 20;
    private const int Widest = 30;

    // A number in E.164 form; the first column is as wide at the least.
    private const int PhoneWidth = 16;

    // Two cells each: East Asian letters and full-width forms, as PowerShell's own tables count them.
    private static readonly (char First, char Last)[] s_wide =
    [
        ('\u1100', '\u115f'), ('\u2e80', '\u303e'), ('\u3040', '\ua4cf'), ('\uac00', '\ud7a3'), ('\uf900', '\ufaff'), ('\ufe10', '\ufe19'),
        ('\ufe30', '\ufe6f'), ('\uff00', '\uff60'), ('\uffe0', '\uffe6'),
    ];

    private static readonly SearchValues<char> s_lineBreaks = SearchValues.Create("\t\n");

    /// <summary>
    /// What PowerShell adds to each object that comes back from a job or another machine, which is no column of it. The first is a
    /// <see cref="Guid"/> then; a column that is called so holds text.
    /// </summary>
    public static IReadOnlyList<string> JobProperties { get; } = ["RunspaceId", "PSComputerName", "PSShowComputerName", "PSSourceJobInstanceId"];

    /// <summary>
    /// Two lines: the names of the columns, with how many more there are where not all fit, and what stands under them.
    /// </summary>
    /// <param name="names">The names of all columns, the phone number's first.</param>
    /// <param name="width">How wide the output is, in cells; 0 or less where that isn't known.</param>
    public static IReadOnlyList<string> Header(IReadOnlyList<string> names, int width)
    {
        ArgumentNullException.ThrowIfNull(names);
        var widths = Widths(names, width, out var more);
        string[] rules = [.. widths.Select((cells, place) => new string('-', Math.Clamp(Cells(Shown(names[place])), 1, cells)))];
        return [Line(names, widths, more), Line(rules, widths, new string('-', more.Length))];
    }

    /// <summary>The line of one member, without a character that a terminal would obey.</summary>
    /// <param name="names">The names of all columns, as for the header.</param>
    /// <param name="values">The member's values, in the order of the names.</param>
    /// <param name="width">How wide the output is, in cells; 0 or less where that isn't known.</param>
    public static string Row(IReadOnlyList<string> names, IReadOnlyList<string?> values, int width)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(values);
        return Line(values, Widths(names, width, out _), more: "");
    }

    // From the names alone: each line is made on its own, and those of a list must agree.
    private static List<int> Widths(IReadOnlyList<string> names, int width, out string more)
    {
        width = width <= 0 ? LargestWidth : Math.Clamp(width, SmallestWidth, LargestWidth);
        more = "";
        var widths = new List<int>();
        var used = 0;
        for (var i = 0; i < names.Count && used < width; i++)
        {
            var cells = Math.Clamp(Cells(Shown(names[i])), i == 0 ? PhoneWidth : Narrowest, WidestName);
            widths.Add(cells);
            used += cells + 1;
        }

        used--;
        while (used > width || widths.Count < names.Count)
        {
            more = string.Create(CultureInfo.InvariantCulture, $"… {names.Count - widths.Count} more");
            if (used + 1 + more.Length <= width && widths.Count < names.Count)
            {
                used += 1 + more.Length;
                break;
            }

            used -= widths[^1] + 1;
            widths.RemoveAt(widths.Count - 1);
        }

        // What is left over goes to all but the number, whose length is known.
        for (var i = 1; i < widths.Count; i++)
        {
            var share = Math.Min((width - used) / (widths.Count - i), Math.Max(0, Widest - widths[i]));
            widths[i] += share;
            used += share;
        }

        return widths;
    }

    private static string Line(IReadOnlyList<string?> texts, List<int> widths, string more)
    {
        var line = new StringBuilder();
        for (var i = 0; i < widths.Count; i++)
        {
            var left = i < texts.Count ? Append(line, Shown(texts[i] ?? ""), widths[i]) : widths[i];
            line.Append(' ', left + 1);
        }

        return line.Append(more).ToString().TrimEnd(' ');
    }

    // Gives how many cells are left.
    private static int Append(StringBuilder line, string text, int cells)
    {
        var all = Cells(text);
        if (all <= cells)
        {
            line.Append(text);
            return cells - all;
        }

        var left = cells - 1;
        foreach (var rune in text.EnumerateRunes())
        {
            var needed = Cells(rune.ToString());
            if (needed > left)
            {
                break;
            }

            line.Append(rune.ToString());
            left -= needed;
        }

        line.Append('…');
        return left;
    }

    private static string Shown(string text)
    {
        // No more of it can be seen.
        text = text.Length > 4 * LargestWidth ? text[..(4 * LargestWidth)] : text;
        text = ShownText.Of(text);
        return text.AsSpan().ContainsAny(s_lineBreaks) ? text.Replace('\t', '\ufffd').Replace('\n', '\ufffd') : text;
    }

    private static int Cells(string text)
    {
        var cells = text.Length;
        foreach (var c in text)
        {
            if (c >= s_wide[0].First && Array.Exists(s_wide, wide => c >= wide.First && c <= wide.Last))
            {
                cells++;
            }
        }

        return cells;
    }
}
