using System.Globalization;

namespace AudienceTools.Core.Reading.Workbooks.Formats;

/// <summary>How the cells of a style are shown (ECMA-376 part 1, 18.8.30 and 18.8.31), as far as what is shown can be used as data.</summary>
/// <remarks>
/// <para>
/// A cell's text is what people see, wherever no digit goes for that: zeros in front (<c>01234</c>), signs and words (<c>+44…</c>,
/// <c>5.00 €</c>, <c>50%</c>), the groups of a phone number, times of day (<c>06:00</c>) and lengths of time (<c>36:00</c>). Where the
/// format would round the number, scale it, hide it or its minus sign, or show a fraction or an exponent, the number itself is the text.
/// </para>
/// <para>
/// What parts thousands is left out, and the decimal mark is a point: a format doesn't say which language the number was seen in, and
/// <c>1,234</c> means something else in the next one. Blanks that only line numbers up are left out too. Zeros behind the point come to
/// whole numbers of up to six digits; a longer one with nothing else around it may be a phone number in a cell of the kind "Number".
/// Days are ISO 8601, whatever the format, since 03/04 could be two days.
/// </para>
/// </remarks>
internal sealed class NumberFormat
{
    // Excel has formats of up to 255 characters, and shows as many of a cell.
    private const int MostCharacters = 1024;

    private readonly List<FormatSection> _sections;
    private readonly FormatSection? _text;
    private readonly bool _isGeneral;

    /// <summary>Makes a format.</summary>
    /// <param name="code">As the workbook writes it.</param>
    public NumberFormat(string code)
    {
        // German programs, though not Excel, write their own name of it.
        _isGeneral = code is "" or "@" || code.Length > MostCharacters || code.Equals("General", StringComparison.OrdinalIgnoreCase)
            || code.Equals("Standard", StringComparison.OrdinalIgnoreCase);
        _sections = _isGeneral ? [] : FormatScanner.Scan(code);
        if (_sections is [.., { IsText: true } last])
        {
            _text = last;
            _sections.RemoveAt(_sections.Count - 1);
        }
    }

    /// <summary>The format of cells that have none: each number with all its digits.</summary>
    public static NumberFormat General { get; } = new("General");

    /// <summary>Whether it shows days or times.</summary>
    public bool IsTime => _sections is [{ IsTime: true }, ..];

    /// <summary>The text of a number.</summary>
    /// <param name="raw">As it stands in the workbook.</param>
    /// <param name="from1904">Whether the workbook counts days from 1904.</param>
    public string Show(string raw, bool from1904)
    {
        var text = NumberText.From(raw);
        if (_isGeneral || !double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return text;
        }

        return Choose(number, out var showsMinus) switch
        {
            { IsTime: true } section => ShownTime.From(number, section, from1904) ?? text,
            { IsNumber: true } section => ShownNumber.From(text, section, showsMinus) ?? text,
            _ => text,
        };
    }

    /// <summary>The text of a text: with what the format puts around it.</summary>
    public string Show(string text) =>
        _text is null || text.Length > MostCharacters ? text : string.Concat(_text.Tokens.Select(token => token.Kind switch
        {
            FormatKind.Text => text,
            FormatKind.Literal or FormatKind.Slash or FormatKind.Point or FormatKind.Comma or FormatKind.Percent => token.Text,
            _ => "",
        }));

    // Null where no section fits, which Excel shows as ####.
    private FormatSection? Choose(double number, out bool showsMinus)
    {
        showsMinus = false;
        if (_sections.Exists(static section => section.HasCondition))
        {
            showsMinus = number < 0;
            return _sections.Find(section => !section.HasCondition || section.Holds(number));
        }

        switch (_sections.Count)
        {
            case 0:
                return null;
            case 1:
                showsMinus = number < 0;
                return _sections[0];
            case 2:
                return _sections[number < 0 ? 1 : 0];
            default:
                return _sections[number > 0 ? 0 : number < 0 ? 1 : 2];
        }
    }
}
