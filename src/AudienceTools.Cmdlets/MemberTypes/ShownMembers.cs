using AudienceTools.Core.Members;

namespace AudienceTools.Cmdlets.MemberTypes;

/// <summary>
/// Members as PowerShell is given them: with each column as a property. A type is made once for each set of columns in the process, since
/// its properties cost a third of note properties, and are there in every runspace without this module. Types are never unloaded: a
/// session that meets very many sets goes on with notes.
/// </summary>
internal static class ShownMembers
{
    /// <summary>How many types a process makes.</summary>
    public const int MostTypes = 100;

    /// <summary>How many columns a type has at the most.</summary>
    public const int MostColumns = ListColumns.MostColumns;

    private static readonly Dictionary<IReadOnlyList<string>, Func<AudienceMember, AudienceConnection, object>> s_makers = new(new NamesComparer());
    private static readonly Lock s_making = new();

    /// <summary>What makes the object that is shown of a member with these columns, read through a connection.</summary>
    public static Func<AudienceMember, AudienceConnection, object> MakerOf(MemberColumns columns)
    {
        lock (s_making)
        {
            if (s_makers.TryGetValue(columns.Names, out var known))
            {
                return known;
            }

            if (s_makers.Count >= MostTypes || columns.Names.Count > MostColumns)
            {
                return MemberBag.Of;
            }

            return s_makers[columns.Names] = MemberType.Make(columns, s_makers.Count + 1);
        }
    }

    private sealed class NamesComparer : IEqualityComparer<IReadOnlyList<string>>
    {
        public bool Equals(IReadOnlyList<string>? x, IReadOnlyList<string>? y) => x!.SequenceEqual(y!, StringComparer.Ordinal);

        public int GetHashCode(IReadOnlyList<string> names)
        {
            var hash = default(HashCode);
            foreach (var name in names)
            {
                hash.Add(name, StringComparer.Ordinal);
            }

            return hash.ToHashCode();
        }
    }
}
