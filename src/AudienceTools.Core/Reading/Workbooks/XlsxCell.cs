using System.Xml;

namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>Gathers what one cell of a worksheet holds.</summary>
internal sealed class XlsxCell(XlsxCellText text)
{
    private readonly XlsxText _text = new();
    private string? _type;
    private string? _style;
    private string? _value;
    private bool _hasFormula;

    /// <summary>Begins a cell, at whose tag the reader is.</summary>
    public void Begin(XlsxXml xml)
    {
        (_type, _style) = (xml.Attribute("t"), xml.Attribute("s"));
        _value = null;
        _hasFormula = false;
        _text.Clear();
    }

    /// <summary>Takes in the next node within the cell.</summary>
    /// <exception cref="XlsxException">A limit is exceeded.</exception>
    /// <exception cref="InvalidDataException">A value holds an element.</exception>
    public void Add(XlsxXml xml)
    {
        if (xml.IsIn(4, "is"))
        {
            if (xml.Depth > 4)
            {
                _text.Add(xml, 4);
            }
        }
        else if (xml.IsIn(4, "v"))
        {
            if (xml.Depth == 4)
            {
                // Its end comes here too.
                _value = xml.NodeType == XmlNodeType.Element ? "" : _value;
            }
            else
            {
                _value += xml.NodeType == XmlNodeType.Element ? throw new InvalidDataException("A value holds an element.") : xml.IsText ? xml.Value : "";
            }
        }
        else
        {
            _hasFormula |= xml.Depth == 4 && xml.IsIn(4, "f");
        }
    }

    /// <summary>The cell's text; null where it is empty.</summary>
    /// <param name="lacksValue">Whether it holds an error, or a formula without a result.</param>
    /// <exception cref="InvalidDataException">It holds what can't be.</exception>
    public string? End(out bool lacksValue)
    {
        var value = _type is "inlineStr" ? _text.Value ?? _value : _value ?? _text.Value;

        // A formula whose result is no text stands in most files by openpyxl, as an empty element: only a text may be empty.
        lacksValue = _type is "e" || (_hasFormula && (value is null || (value.Length == 0 && _type is not ("str" or "inlineStr"))));
        return lacksValue ? null : text.From(_type, _style, _type is "str" && value is not null ? XlsxText.Unescape(value) : value);
    }
}
