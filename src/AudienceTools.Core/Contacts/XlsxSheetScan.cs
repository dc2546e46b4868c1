using System.Globalization;
using System.Xml;

namespace AudienceTools.Core.Contacts;

/// <summary>One pass over a part of a workbook that holds it to the limits and notes what ExcelDataReader passes over without a
/// word.</summary>
internal sealed class XlsxSheetScan
{
    // Excel's own; a lone row element may claim to be the two-billionth.
    private const int MaxRows = 1 << 20;

    private static readonly XmlReaderSettings s_settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        IgnoreComments = true,
        IgnoreWhitespace = true,
        XmlResolver = null,
    };

    private readonly ReaderOptions _options;
    private readonly HashSet<int> _rowsWithoutValue = [];
    private int _column;
    private bool _hasFormula;
    private bool _hasValue;

    public XlsxSheetScan(ReaderOptions options) => _options = options;

    /// <summary>The number of the last row; 0 where there are none.</summary>
    public int LastRow { get; private set; }

    /// <summary>Whether a cell of the row holds an error, or a formula without a result: both come out as nothing.</summary>
    public bool LacksValue(int row) => _rowsWithoutValue.Contains(row);

    /// <summary>Goes through the part.</summary>
    /// <exception cref="LimitException">A limit is exceeded.</exception>
    /// <exception cref="XmlException">The part is damaged, or declares a DTD.</exception>
    public void Read(LimitedStream stream, CancellationToken ct)
    {
        using var xml = XmlReader.Create(stream, s_settings);
        var outside = 0L;
        var isInRow = false;
        while (xml.Read())
        {
            if (!isInRow)
            {
                ct.ThrowIfCancellationRequested();

                // What stands outside rows is held in memory: texts, styles, merged cells.
                outside += stream.Count - stream.Marked;
                stream.Mark();
                if (outside > _options.MaxHeldBytes)
                {
                    throw Exceeded($"there is more than {_options.MaxHeldBytes >> 20} MiB of text to hold in memory.");
                }
            }

            if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "row")
            {
                BeginRow(xml);
                isInRow = !xml.IsEmptyElement;
            }
            else if (isInRow && xml.NodeType == XmlNodeType.Element)
            {
                ReadInRow(xml);
            }
            else if (isInRow && xml.NodeType == XmlNodeType.EndElement && xml.LocalName is "row")
            {
                EndCell();
                stream.Mark();
                isInRow = false;
            }
        }
    }

    private void BeginRow(XmlReader xml)
    {
        var reference = xml.GetAttribute("r");
        var row = int.TryParse(reference, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : LastRow + 1;
        if (row > MaxRows)
        {
            throw Exceeded($"there is a row {row}; a worksheet has at most {MaxRows}.");
        }

        if (row < LastRow)
        {
            throw Exceeded($"row {row} stands after row {LastRow}. Open the workbook in Excel and save it again.");
        }

        LastRow = row;
        _column = 0;
    }

    private void ReadInRow(XmlReader xml)
    {
        switch (xml.LocalName)
        {
            case "c":
                EndCell();
                _column = ParseColumn(xml.GetAttribute("r")) ?? _column + 1;
                if (_column > _options.MaxColumns)
                {
                    throw Exceeded($"row {LastRow} has a cell in column {_column}; at most {_options.MaxColumns} columns are read. "
                        + "Delete the cells that stand far off to the right.");
                }

                if (xml.GetAttribute("t") is "e")
                {
                    _rowsWithoutValue.Add(LastRow);
                }

                break;
            case "f":
                _hasFormula = true;
                break;
            case "v" or "is":
                _hasValue = true;
                break;
        }
    }

    private void EndCell()
    {
        if (_hasFormula && !_hasValue)
        {
            _rowsWithoutValue.Add(LastRow);
        }

        _hasFormula = _hasValue = false;
    }

    // "XFD1048576" is in column 16,384.
    private static int? ParseColumn(string? reference)
    {
        var column = 0;
        foreach (var c in reference ?? "")
        {
            if (c is < 'A' or > 'Z')
            {
                break;
            }

            column = Math.Min((column * 26) + (c - 'A' + 1), int.MaxValue / 64);
        }

        return column == 0 ? null : column;
    }

    private static LimitException Exceeded(string what) => new(what);

    /// <summary>The part goes beyond a limit; the message says which.</summary>
    public sealed class LimitException(string message) : Exception(message);
}
