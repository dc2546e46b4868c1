using System.Runtime.InteropServices;
using System.Text;

namespace AudienceTools.Core.Dialects;

/// <summary>The sets of columns that members had lately, so that all members with the same columns share one. For any number of threads.</summary>
internal sealed class ColumnSets
{
    // Members of one audience have few, and what isn't among these costs a set more.
    private const int Most = 16;

    private volatile ColumnSet[] _recent = [];
    private volatile ColumnSet _latest = ColumnSet.None;

    /// <summary>The set that was asked for last.</summary>
    public ColumnSet Latest => _latest;

    /// <summary>The set of these names, in their order.</summary>
    public ColumnSet Of(List<string> names)
    {
        var recent = _recent;
        var set = Array.Find(recent, known => known.Names.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(names)));
        if (set is null)
        {
            // Of two threads that do so at a time one set isn't kept: it is made once more where it is wanted again.
            set = new ColumnSet([.. names]);
            _recent = [set, .. recent.Take(Most - 1)];
        }

        return _latest = set;
    }
}

/// <summary>Columns in their order.</summary>
internal sealed class ColumnSet(string[] names)
{
    private readonly byte[][] _utf8 = Array.ConvertAll(names, Encoding.UTF8.GetBytes);

    public static ColumnSet None { get; } = new([]);

    public string[] Names { get; } = names;

    /// <summary>The same as members have it.</summary>
    public MemberColumns Columns { get; } = new(names);

    /// <summary>Whether the column of a place is called so; a name in other bytes than its own, as an escaped one, is not looked into.</summary>
    public bool IsAt(int place, ReadOnlySpan<byte> rawName) => place < _utf8.Length && rawName.SequenceEqual(_utf8[place]);

    /// <summary>The same of a text.</summary>
    public bool IsAt(int place, string name) => place < Names.Length && string.Equals(Names[place], name, StringComparison.Ordinal);
}
