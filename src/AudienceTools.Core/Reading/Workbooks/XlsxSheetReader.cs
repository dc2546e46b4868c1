using System.Globalization;
using System.Xml;

namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>Reads the rows of one worksheet in one pass, a row at a time and within limits.</summary>
/// <remarks>What could be read in two ways is refused: rows that don't follow each other, a cell that is there twice.</remarks>
internal sealed class XlsxSheetReader : IDisposable
{
    // Excel's own; a lone row element may claim to be the two-billionth.
    private const int MaxRows = 1 << 20;
    private const int MaxColumns = 1 << 14;

    private readonly XlsxXml _xml;
    private readonly long _length;
    private readonly XlsxCell _cell;
    private readonly XlsxLimits _limits;
    private readonly CancellationToken _ct;
    private readonly List<string?> _cells = [];
    private int _row;
    private int _lists;
    private int _column;
    private bool _isInRow;
    private int _beyond;
    private bool _isInCell;
    private bool _isHidden;
    private int _lacking;

    public XlsxSheetReader(XlsxXml xml, long length, XlsxCellText text, XlsxLimits limits, CancellationToken ct)
    {
        (_xml, _length, _limits, _ct) = (xml, length, limits, ct);
        _cell = new XlsxCell(text);
    }

    /// <summary>The number of the last row that was read, be it empty; 0 before the first.</summary>
    public int Row => _row;

    /// <summary>How far the worksheet has been read, from 0 to 1. Safe to read from another thread.</summary>
    public double Progress => _length > 0 ? Math.Min(1, (double)_xml.BytesRead / _length) : 0;

    /// <summary>The next row that isn't empty; null at the end.</summary>
    /// <exception cref="XlsxException">A limit is exceeded.</exception>
    /// <exception cref="XmlException">The part is damaged, or declares a DTD.</exception>
    /// <exception cref="InvalidDataException">It says what can't be.</exception>
    public XlsxRow? Next()
    {
        while (_xml.Read())
        {
            if (_isInRow && _xml.Depth > 2)
            {
                ReadInRow();
                continue;
            }

            _ct.ThrowIfCancellationRequested();
            _xml.Forget();
            if (_isInRow)
            {
                EndCell();
                _isInRow = false;
                if (Take() is { } row)
                {
                    return row;
                }
            }
            else if (_xml.Begins("worksheet", "sheetData", "row"))
            {
                BeginRow();
                _isInRow = !_xml.IsEmptyElement;
            }
            else if (_xml.Begins("worksheet", "sheetData") && ++_lists > 1)
            {
                throw new InvalidDataException("The worksheet has rows in two places.");
            }
        }

        return null;
    }

    public void Dispose() => _xml.Dispose();

    private XlsxRow? Take()
    {
        var count = _cells.Count;
        while (count > 0 && string.IsNullOrEmpty(_cells[count - 1]))
        {
            count--;
        }

        if (count == 0 && _lacking == 0 && _beyond == 0)
        {
            return null;
        }

        var cells = new string?[count];
        _cells.CopyTo(0, cells, 0, count);
        return new XlsxRow(_row, cells, _lacking, _isHidden, _beyond);
    }

    private void BeginRow()
    {
        var row = _row + 1;
        if (_xml.Attribute("r") is { } number && !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out row))
        {
            throw new InvalidDataException("The number of a row is none.");
        }

        if (row > MaxRows)
        {
            throw _xml.Exceeded($"has a row {row}; a worksheet has at most {MaxRows}.");
        }

        if (row <= _row)
        {
            throw _xml.Exceeded($"has a row {row} after row {_row}. Open the workbook in Excel and save it again.");
        }

        _xml.Row = _row = row;
        _cells.Clear();
        _column = _beyond = _lacking = 0;

        // Excel also hides a row that is drawn to no height.
        _isHidden = _xml.Flag("hidden") || _xml.Attribute("ht") is "0";
    }

    private void ReadInRow()
    {
        if (_xml.Depth > 3)
        {
            if (_isInCell)
            {
                _cell.Add(_xml);
            }

            return;
        }

        EndCell();
        if (_xml.NodeType == XmlNodeType.Element && _xml.IsIn(3, "c"))
        {
            BeginCell();
        }
    }

    private void BeginCell()
    {
        _column = _xml.Attribute("r") is { } reference
            ? ParseColumn(reference) ?? throw new InvalidDataException("The place of a cell is none.")
            : _column + 1;
        if (_column > MaxColumns)
        {
            throw _xml.Exceeded($"has a cell in column {_column}; a worksheet has at most {MaxColumns}.");
        }

        _cell.Begin(_xml);
        _isInCell = true;
    }

    private void EndCell()
    {
        if (!_isInCell)
        {
            return;
        }

        _isInCell = false;
        var text = _cell.End(out var lacksValue);
        _lacking = lacksValue && _lacking == 0 ? _column : _lacking;
        if (text is null)
        {
            return;
        }

        if (_column > _limits.MaxColumns)
        {
            _beyond = _beyond == 0 && text.Length > 0 ? _column : _beyond;
            return;
        }

        while (_cells.Count < _column)
        {
            _cells.Add(null);
        }

        _cells[_column - 1] = _cells[_column - 1] is null ? text : throw new InvalidDataException("A cell is there twice.");
    }

    // "XFD1048576" is in column 16,384. Some programs write small letters.
    private static int? ParseColumn(string reference)
    {
        var column = 0;
        var letters = 0;
        for (; letters < reference.Length && char.IsAsciiLetter(reference[letters]); letters++)
        {
            column = Math.Min((column * 26) + (char.ToUpperInvariant(reference[letters]) - 'A' + 1), int.MaxValue / 64);
        }

        return letters > 0 && int.TryParse(reference.AsSpan(letters), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? column
            : null;
    }
}
