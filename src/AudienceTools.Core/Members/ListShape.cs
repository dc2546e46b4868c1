namespace AudienceTools.Core.Members;

/// <summary>The columns of one list. Members that have others are made anew with these.</summary>
/// <param name="columns">The columns.</param>
/// <param name="isCut">Whether what a member has beside them isn't wanted, in a copy of it neither.</param>
/// <param name="meet">Is told of each set of columns that members have, before the first of them is made anew.</param>
internal sealed class ListShape(MemberColumns columns, bool isCut, Action<MemberColumns> meet)
{
    private const int MostKnown = 100;

    // Where each column stands in members that have others, -1 where they lack it; null for the same names.
    private readonly Dictionary<MemberColumns, int[]?> _known = new(ReferenceEqualityComparer.Instance);

    public MemberColumns Columns => columns;

    /// <summary>The members with the columns of the list: the very same ones where all have them.</summary>
    public IReadOnlyList<AudienceMember> Align(IReadOnlyList<AudienceMember> members) =>
        members.All(member => ReferenceEquals(member.Columns, columns)) ? members : [.. members.Select(Align)];

    private AudienceMember Align(AudienceMember member)
    {
        if (ReferenceEquals(member.Columns, columns))
        {
            return member;
        }

        var places = PlacesIn(member.Columns);
        return new AudienceMember(
            member.ContactId,
            member.PhoneNumber,
            columns,
            places is null ? member.Values : Array.ConvertAll(places, place => place < 0 ? null : member.Values[place]))
        {
            AudienceId = member.AudienceId,
            Sent = places is null || isCut ? null : member,
        };
    }

    private int[]? PlacesIn(MemberColumns others)
    {
        if (!_known.TryGetValue(others, out var places))
        {
            meet(others);
            if (_known.Count == MostKnown)
            {
                _known.Clear();
            }

            _known[others] = places = others.HasSameNames(columns) ? null : Find(others);
        }

        return places;
    }

    private int[] Find(MemberColumns others)
    {
        var places = others.Names.Index().ToDictionary(static name => name.Item, static name => name.Index, StringComparer.Ordinal);
        return [.. columns.Names.Select(name => places.GetValueOrDefault(name, -1))];
    }
}
