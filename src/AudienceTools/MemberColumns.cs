namespace AudienceTools;

/// <summary>The names of the columns that members of an audience share, in order.</summary>
/// <param name="names">The names as the service has them.</param>
internal sealed class MemberColumns(IReadOnlyList<string> names)
{
    // PowerShell has the first of every object, and lets no property hide them. Of a property that is called as a method is, Select-Object *
    // shows the method only, which is to say nothing.
    private static readonly string[] s_reserved =
    [
        nameof(AudienceMember.PhoneNumber), "PSObject", "PSTypeNames", "PSBase", "PSAdapted", "PSExtended",
        nameof(AudienceMember.GetContactId), nameof(AudienceMember.GetPhoneNumber), nameof(AudienceMember.GetColumn), nameof(AudienceMember.GetColumns),
        nameof(Equals), nameof(GetHashCode), nameof(GetType), nameof(ToString),
    ];

    private string[]? _shownNames;

    /// <summary>The names, in the order in which the service has them.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>
    /// The names as properties, which have no case. One that differs from an earlier one, from <c>PhoneNumber</c>, from a method or from a
    /// name of PowerShell's own, such as <c>PSObject</c>, by its case at the most has <c>_2</c>, <c>_3</c>, …; an empty one is <c>Column3</c>
    /// by its place; what no property's name can hold is U+FFFD: neither value hides the other, nor gets lost in a file.
    /// </summary>
    public IReadOnlyList<string> ShownNames => _shownNames ??= Shown();

    /// <summary>The columns that are shown under another name than their own, for one warning.</summary>
    public IEnumerable<(string Own, string Shown)> Renamed =>
        names.Zip(ShownNames).Where(static name => !string.Equals(name.First, name.Second, StringComparison.Ordinal));

    /// <summary>
    /// The place of a column, or -1: by its name to the letter, by the name that it is shown under, or else by its name in any case; of
    /// names that differ only by case it is the first.
    /// </summary>
    public int IndexOf(string name)
    {
        var index = Find(names, name, StringComparison.Ordinal);
        index = index < 0 ? IndexOfShown(name) : index;
        return index < 0 ? Find(names, name, StringComparison.OrdinalIgnoreCase) : index;
    }

    /// <summary>The place of a column by the name that it is shown under, found in any case, or -1.</summary>
    public int IndexOfShown(string name) => Find(ShownNames, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether another's names are the same, in the same order.</summary>
    public bool HasSameNames(MemberColumns other) => names.SequenceEqual(other.Names, StringComparer.Ordinal);

    private string[] Shown()
    {
        string[] named = [.. names.Select(static (name, place) => name.Length == 0 ? ColumnNames.OfPlace(place) : Held(name))];
        return ColumnNames.MakeUnique(named, place => string.Equals(named[place], names[place], StringComparison.Ordinal), s_reserved);
    }

    // Names of properties are UTF-8 that ends with NUL (ECMA-335, II.24.2.3).
    private static string Held(string name)
    {
        var text = name.Replace('\0', '\ufffd');
        return System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
    }

    private static int Find(IReadOnlyList<string> among, string name, StringComparison comparison)
    {
        for (var i = 0; i < among.Count; i++)
        {
            if (string.Equals(among[i], name, comparison))
            {
                return i;
            }
        }

        return -1;
    }
}
