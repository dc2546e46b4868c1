using System.IO.Compression;

namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>The parts of a workbook's archive, and the lists that lead from one to others (ECMA-376 part 2, 6.2 and 6.5).</summary>
internal sealed class XlsxParts : IDisposable
{
    /// <summary>The most parts, and the most entries of a list of them.</summary>
    public const int MaxListed = 10_000;

    // Well-filled sheets inflate to ten or twenty times their size; small ones may do what they like.
    private const long RatioMatters = 64L << 20;
    private const long MaxRatio = 250;

    private readonly ZipArchive _archive;
    private readonly long _size;
    private readonly XlsxLimits _limits;
    private long _inflated;

    public XlsxParts(Stream file, XlsxLimits limits)
    {
        _size = file.Length;
        _limits = limits;
        file.Position = 0;
        _archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (_archive.Entries.Count > MaxListed)
        {
            throw new XlsxException(XlsxFault.BeyondLimit, $"it is an archive of more than {MaxListed} parts.");
        }
    }

    /// <summary>Whether a part is there.</summary>
    public bool Has(string path) => Find(path) is not null;

    /// <summary>How large a part says it is, when inflated. It may lie.</summary>
    public long Length(string path) => Find(path)?.Length ?? 0;

    /// <summary>Begins to read a part.</summary>
    /// <param name="path">Its path in the archive.</param>
    /// <param name="ns">Where the elements that matter belong.</param>
    /// <param name="part">How messages name it.</param>
    /// <exception cref="InvalidDataException">It isn't there.</exception>
    public XlsxXml Open(string path, XlsxNamespace ns, string part)
    {
        var entry = Find(path) ?? throw new InvalidDataException("A part isn't in the archive.");
        return new XlsxXml(new LimitedStream(entry.Open(), _limits.MaxRowBytes + (1 << 16), Count), _limits, ns, part);
    }

    /// <summary>Reads a part that is held in memory. Nothing happens where it isn't there.</summary>
    /// <param name="path">Its path in the archive.</param>
    /// <param name="ns">Where the elements that matter belong.</param>
    /// <param name="part">How messages name it.</param>
    /// <param name="read">Is given each node.</param>
    /// <param name="wholeFrom">Each element at this depth counts as one stretch, with all that stands in it.</param>
    public void Read(string path, XlsxNamespace ns, string part, Action<XlsxXml> read, int wholeFrom = int.MaxValue)
    {
        if (!Has(path))
        {
            return;
        }

        using var xml = Open(path, ns, part);
        while (xml.Read())
        {
            if (xml.Depth <= wholeFrom)
            {
                xml.Hold();
            }

            read(xml);
        }
    }

    /// <summary>What a part leads to, by the names that it has for it.</summary>
    /// <param name="path">The part; empty for the archive itself.</param>
    public Dictionary<string, XlsxRelation> ReadRelations(string path)
    {
        var folder = path[..(path.LastIndexOf('/') + 1)];
        var relations = new Dictionary<string, XlsxRelation>(StringComparer.Ordinal);
        var count = 0;
        Read($"{folder}_rels/{path[folder.Length..]}.rels", XlsxNamespace.Package, "the list of parts", xml =>
        {
            if (xml.Begins("Relationships", "Relationship"))
            {
                var type = xml.Attribute("Type") ?? "";
                relations[xml.Attribute("Id") ?? ""] = new XlsxRelation(
                    type[(type.LastIndexOf('/') + 1)..],
                    xml.Attribute("TargetMode") is "External" ? "" : Resolve(folder, xml.Attribute("Target") ?? ""));
                xml.CheckCount(++count, MaxListed, "parts");
            }
        });
        return relations;
    }

    public void Dispose() => _archive.Dispose();

    // A path as a link has it: from the archive's root, or from the folder that it stands in.
    private static string Resolve(string folder, string target)
    {
        target = Uri.UnescapeDataString(target.Replace('\\', '/'));
        var path = new List<string>();
        foreach (var step in (target.StartsWith('/') ? target : folder + target).Split('/'))
        {
            if (step is "..")
            {
                path.RemoveRange(Math.Max(0, path.Count - 1), Math.Min(1, path.Count));
            }
            else if (step is not ("" or "."))
            {
                path.Add(step);
            }
        }

        return string.Join('/', path);
    }

    // One of two entries of the same name would go unseen.
    private ZipArchiveEntry? Find(string path)
    {
        ZipArchiveEntry? found = null;
        foreach (var entry in _archive.Entries)
        {
            if (string.Equals(entry.FullName.Replace('\\', '/').TrimStart('/'), path, StringComparison.OrdinalIgnoreCase))
            {
                found = found is null ? entry : throw new InvalidDataException("A part is in the archive twice.");
            }
        }

        return found;
    }

    private void Count(int bytes)
    {
        _inflated += bytes;
        if (_inflated > _limits.MaxInflatedBytes || (_inflated > RatioMatters && _inflated / _size > MaxRatio))
        {
            throw new XlsxException(XlsxFault.BeyondLimit, $"the workbook inflates to more than {_inflated >> 20} MiB, as no honest list "
                + "of contacts does. Save the rows as CSV.");
        }
    }
}

/// <summary>Another part that a part leads to.</summary>
/// <param name="Kind">The last word of its type, such as <c>worksheet</c>.</param>
/// <param name="Path">Its path in the archive; empty where it is outside.</param>
internal readonly record struct XlsxRelation(string Kind, string Path);
