using System.Globalization;
using System.Xml;

namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>One pass over a worksheet that holds it to the limits and notes what ExcelDataReader passes over without a word.</summary>
/// <remarks>Rows and columns are numbered as ExcelDataReader numbers them, and what it would number in two ways is refused.</remarks>
/// <param name="limits">The limits.</param>
/// <param name="texts">How many texts the workbook's table has.</param>
internal sealed class XlsxSheetScan(XlsxLimits limits, int texts)
{
    /// <summary>The most pieces of different looks in a text; ExcelDataReader copies the whole text for each.</summary>
    public const int MaxPieces = 1000;

    // Excel's own; a lone row element may claim to be the two-billionth.
    private const int MaxRows = 1 << 20;

    private readonly HashSet<int> _rowsWithoutValue = [];
    private int _lists;
    private int _column;
    private int _pieces;
    private bool _hasFormula;
    private bool _hasValue;
    private bool _isText;
    private bool _isTextIndex;
    private string _textIndex = "";

    /// <summary>The number of the last row; 0 where there are none.</summary>
    public int LastRow { get; private set; }

    /// <summary>Whether a cell of the row holds an error, or a formula without a result: both come out as nothing.</summary>
    public bool LacksValue(int row) => _rowsWithoutValue.Contains(row);

    /// <summary>Goes through the worksheet.</summary>
    /// <exception cref="XlsxException">A limit is exceeded.</exception>
    /// <exception cref="XmlException">The part is damaged, or declares a DTD.</exception>
    /// <exception cref="InvalidDataException">It says what can't be.</exception>
    public void Read(XlsxXml xml, CancellationToken ct)
    {
        var isInRow = false;
        while (xml.Read())
        {
            if (isInRow && xml.Depth > 2)
            {
                ReadInRow(xml);
                continue;
            }

            ct.ThrowIfCancellationRequested();
            if (isInRow)
            {
                EndCell();
                xml.Forget();
                isInRow = false;
            }
            else if (xml.Begins("worksheet", "sheetData", "row"))
            {
                xml.Forget();
                BeginRow(xml);
                isInRow = !xml.IsEmptyElement;
            }
            else
            {
                xml.Hold();
                if (xml.Begins("worksheet", "sheetData") && ++_lists > 1)
                {
                    throw new InvalidDataException("The worksheet has rows in two places.");
                }
            }
        }
    }

    private void BeginRow(XlsxXml xml)
    {
        var row = LastRow + 1;
        if (xml.Attribute("r") is { } number && !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out row))
        {
            throw new InvalidDataException("The number of a row is none.");
        }

        if (row > MaxRows)
        {
            throw xml.Exceeded($"has a row {row}; a worksheet has at most {MaxRows}.");
        }

        if (row <= LastRow)
        {
            throw xml.Exceeded($"has a row {row} after row {LastRow}. Open the workbook in Excel and save it again.");
        }

        xml.Row = LastRow = row;
        _column = 0;
    }

    private void ReadInRow(XlsxXml xml)
    {
        if (xml.NodeType != XmlNodeType.Element)
        {
            if (xml is { NodeType: XmlNodeType.Text or XmlNodeType.CDATA, Depth: 5 } && xml.IsIn(3, "c") && xml.IsIn(4, "v"))
            {
                _hasValue = true;
                _textIndex += _isTextIndex ? xml.Value : null;
            }
        }
        else if (xml.Depth == 3)
        {
            EndCell();
            if (xml.IsIn(3, "c"))
            {
                BeginCell(xml);
            }
        }
        else if (xml.IsIn(3, "c"))
        {
            _hasFormula |= xml.Depth == 4 && xml.IsIn(4, "f");

            // A formula whose result is no text stands in most files by openpyxl, as an empty element: only a text may be empty.
            _hasValue |= xml.Depth == 4 && (xml.IsIn(4, "is") || (_isText && xml.IsIn(4, "v")));
            if (xml.LocalName is "t" && ++_pieces > MaxPieces)
            {
                throw xml.Exceeded($"has a text of more than {MaxPieces} pieces of different looks. Clear the cell's formats.");
            }
        }
    }

    private void BeginCell(XlsxXml xml)
    {
        _column = ParseColumn(xml.Attribute("r")) ?? _column + 1;
        if (_column > limits.MaxColumns)
        {
            throw xml.Exceeded($"has a cell in column {_column}; at most {limits.MaxColumns} columns are read. Delete the cells that "
                + "stand far off to the right.");
        }

        var type = xml.Attribute("t");
        _isText = type is "str";
        _isTextIndex = type is "s";
        if (type is "e")
        {
            _rowsWithoutValue.Add(LastRow);
        }
    }

    private void EndCell()
    {
        if (_hasFormula && !_hasValue)
        {
            _rowsWithoutValue.Add(LastRow);
        }

        // ExcelDataReader takes the number of a text that isn't there for the text.
        if (_textIndex.Length > 0
            && !(int.TryParse(_textIndex, NumberStyles.Any, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < texts))
        {
            throw new InvalidDataException("A cell has a text that isn't in the table of texts.");
        }

        _hasFormula = _hasValue = false;
        _textIndex = "";
        _pieces = 0;
    }

    // "XFD1048576" is in column 16,384.
    private static int? ParseColumn(string? reference)
    {
        var column = 0;
        var letters = 0;
        for (; letters < reference?.Length && reference[letters] is >= 'A' and <= 'Z'; letters++)
        {
            column = Math.Min((column * 26) + (reference[letters] - 'A' + 1), int.MaxValue / 64);
        }

        return letters > 0 && int.TryParse(reference.AsSpan(letters), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? column
            : null;
    }
}
