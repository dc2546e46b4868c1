using System.Globalization;
using System.Xml;

namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>One part of a workbook, read node by node under limits that <see cref="XmlReader"/> doesn't have.</summary>
/// <remarks>
/// An element is told by its whole path and namespace, since a part may hold what other programs put there.
/// </remarks>
internal sealed class XlsxXml : IDisposable
{
    // Worksheets need 8, and what Excel puts behind their cells for later versions some 12.
    private const int MaxDepth = 32;

    // XmlReader holds all attributes of a tag, and compares them with each other. Those of Excel have at most some 30.
    private const int MaxAttributes = 256;

    private readonly LimitedStream _stream;
    private readonly XmlReader _xml;
    private readonly LimitedNameTable _names;
    private readonly XlsxLimits _limits;
    private readonly XlsxNamespace _namespace;
    private readonly string _part;
    private readonly string?[] _path = new string?[MaxDepth + 1];
    private long _held;

    /// <summary>Begins a part.</summary>
    /// <param name="stream">Its bytes; closed with this.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="ns">Where the elements that matter belong.</param>
    /// <param name="part">How messages name the part.</param>
    public XlsxXml(LimitedStream stream, XlsxLimits limits, XlsxNamespace ns, string part)
    {
        (_stream, _limits, _namespace, _part) = (stream, limits, ns, part);
        _names = new LimitedNameTable(what => Exceeded(what));
        _xml = XmlReader.Create(stream, new XmlReaderSettings
        {
            CloseInput = true,
            DtdProcessing = DtdProcessing.Prohibit,
            IgnoreComments = true,
            IgnoreWhitespace = true,
            NameTable = _names,
            XmlResolver = null,
        });
    }

    public XmlNodeType NodeType => _xml.NodeType;

    /// <summary>How many elements stand around the node: 0 for the root's own tags.</summary>
    public int Depth => _xml.Depth;

    public bool IsEmptyElement => _xml.IsEmptyElement;

    /// <summary>Whether the node is text. Blanks alone are only where they are said to matter.</summary>
    public bool IsText => _xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace;

    public string LocalName => _xml.LocalName;

    /// <summary>The node's text, which may be read only now.</summary>
    /// <exception cref="XlsxException">A limit is exceeded.</exception>
    public string Value => Bounded(static xml => xml.Value);

    /// <summary>How many bytes of the part have been read.</summary>
    public long BytesRead => _stream.Count;

    /// <summary>The row that messages name; 0 for none.</summary>
    public int Row { get; set; }

    public string? Attribute(string name, string ns = "") => _xml.GetAttribute(name, ns);

    /// <summary>An attribute that is a whole number; null where it is none.</summary>
    public int? Number(string name) =>
        int.TryParse(_xml.GetAttribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether an attribute says so, in one of the ways that XML Schema has for it.</summary>
    public bool Flag(string name) => _xml.GetAttribute(name)?.Trim() is "1" or "true";

    /// <summary>Goes to the next node.</summary>
    /// <exception cref="XlsxException">A limit is exceeded.</exception>
    /// <exception cref="XmlException">The part is damaged, or declares a DTD.</exception>
    public bool Read()
    {
        _names.BeginTag();
        if (!Bounded(static xml => xml.Read()))
        {
            return false;
        }

        if (_xml.Depth > MaxDepth)
        {
            throw Exceeded($"has elements more than {MaxDepth} deep in each other.");
        }

        if (_xml.NodeType == XmlNodeType.Element)
        {
            _path[_xml.Depth] = _namespace.Has(_xml.NamespaceURI) ? _xml.LocalName : null;
        }

        return true;
    }

    /// <summary>Whether the node, or what it stands in, is at that depth an element of that name.</summary>
    public bool IsIn(int depth, string name) => _xml.Depth >= depth && string.Equals(_path[depth], name, StringComparison.Ordinal);

    /// <summary>Whether the node begins the element that stands in these.</summary>
    public bool Begins(string root, string name, string? inner = null) =>
        _xml.NodeType == XmlNodeType.Element
        && _xml.Depth == (inner is null ? 1 : 2)
        && IsIn(0, root)
        && IsIn(1, name)
        && (inner is null || IsIn(2, inner));

    /// <summary>What was read since is of no account any more: a row has begun or ended.</summary>
    public void Forget() => _stream.Mark();

    /// <summary>What was read since will be held in memory: texts, styles, lists of parts.</summary>
    /// <exception cref="XlsxException">There is too much of it.</exception>
    public void Hold()
    {
        _held += _stream.Count - _stream.Marked;
        _stream.Mark();
        if (_held > _limits.MaxHeldBytes)
        {
            throw Exceeded($"has more than {_limits.MaxHeldBytes >> 20} MiB to hold in memory.");
        }
    }

    /// <summary>Stops a list that is longer than it may be.</summary>
    /// <exception cref="XlsxException">It is.</exception>
    public void CheckCount(int count, int most, string what)
    {
        if (count > most)
        {
            throw Exceeded($"has more than {most} {what}.");
        }
    }

    /// <summary>The error of a limit.</summary>
    /// <param name="what">What the part does, such as "has too much".</param>
    /// <param name="inner">What was met.</param>
    public XlsxException Exceeded(string what, Exception? inner = null) =>
        new(XlsxFault.BeyondLimit, Row == 0 ? $"{_part} {what}" : $"{_part}, near row {Row}, {what}", inner);

    public void Dispose() => _xml.Dispose();

    private T Bounded<T>(Func<XmlReader, T> read)
    {
        try
        {
            return read(_xml);
        }
        catch (LimitedStream.StretchTooLongException e)
        {
            throw Exceeded($"has a row or text of more than {_limits.MaxRowBytes} bytes. Clear what stands there.", e);
        }
    }

    // XmlReader keeps every name that it has met, and asks for each name of a tag here before it has read the next.
    private sealed class LimitedNameTable(Func<string, XlsxException> exceeded) : XmlNameTable
    {
        private const int MaxNames = 10_000;

        // A name may have a prefix, and a closing tag may stand between.
        private const int MaxAsked = 2 * (MaxAttributes + 2);

        private readonly NameTable _names = new();
        private int _count;
        private int _asked;

        public void BeginTag() => _asked = 0;

        public override string Add(string array) => Asked(_names.Get(array) ?? Counted(_names.Add(array)));

        public override string Add(char[] array, int offset, int length) =>
            Asked(_names.Get(array, offset, length) ?? Counted(_names.Add(array, offset, length)));

        public override string? Get(string array) => _names.Get(array);

        public override string? Get(char[] array, int offset, int length) => _names.Get(array, offset, length);

        private string Asked(string name) => ++_asked <= MaxAsked ? name : throw exceeded($"has a tag with more than {MaxAttributes} attributes.");

        private string Counted(string name) =>
            ++_count <= MaxNames ? name : throw exceeded("has more names of elements and attributes than any workbook needs.");
    }
}
