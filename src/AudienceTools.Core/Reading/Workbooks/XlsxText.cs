using System.Globalization;
using System.Text;
using System.Xml;

namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>Gathers one text, which may come in pieces of different looks.</summary>
internal sealed class XlsxText
{
    /// <summary>The most pieces of a text.</summary>
    public const int MaxPieces = 1000;

    private readonly StringBuilder _more = new();
    private string? _first;
    private int _pieces;

    /// <summary>The text so far, in which <c>_x000D_</c> stands for a character; null where none has begun.</summary>
    public string? Value => _first is null ? null : Unescape(_more.Length == 0 ? _first : $"{_first}{_more}");

    /// <summary>Begins another text.</summary>
    public void Clear()
    {
        _more.Clear();
        (_first, _pieces) = (null, 0);
    }

    /// <summary>Takes in the next node of an element with texts (CT_Rst), which stands at that depth. How a text is pronounced isn't of
    /// it.</summary>
    /// <param name="xml">The reader at the node.</param>
    /// <param name="depth">Where the element stands.</param>
    /// <param name="isHeld">Whether the text is wanted, rather than only gone through.</param>
    /// <exception cref="XlsxException">There are more pieces than there may be.</exception>
    /// <exception cref="InvalidDataException">An element stands within a piece.</exception>
    public void Add(XlsxXml xml, int depth, bool isHeld = true)
    {
        var at = xml.IsIn(depth + 1, "r") ? depth + 2 : depth + 1;
        if (xml.NodeType == XmlNodeType.Element)
        {
            if (xml.LocalName is "t" && ++_pieces > MaxPieces)
            {
                throw xml.Exceeded($"has a text of more than {MaxPieces} pieces of different looks. Clear the cell's formats.");
            }

            if (xml.Depth > at && xml.IsIn(at, "t"))
            {
                throw new InvalidDataException("A text holds an element.");
            }

            if (xml.Depth == at && xml.IsIn(at, "t"))
            {
                _first ??= "";
            }
        }
        else if (isHeld && xml.IsText && xml.Depth == at + 1 && xml.IsIn(at, "t"))
        {
            Append(xml.Value);
        }
    }

    /// <summary>Takes in a piece.</summary>
    public void Append(string piece)
    {
        if (string.IsNullOrEmpty(_first))
        {
            _first = piece;
        }
        else
        {
            _more.Append(piece);
        }
    }

    /// <summary>Puts in the characters that a text names as <c>_x000D_</c> (ECMA-376 part 1, 22.9.2.19).</summary>
    public static string Unescape(string text)
    {
        var at = text.IndexOf("_x", StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length).Append(text, 0, at);
        while (at < text.Length)
        {
            if (at + 7 <= text.Length && text[at] == '_' && text[at + 1] == 'x' && text[at + 6] == '_'
                && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                result.Append((char)code);
                at += 7;
            }
            else
            {
                result.Append(text[at++]);
            }
        }

        return result.ToString();
    }
}
