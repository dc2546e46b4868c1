namespace AudienceTools;

/// <summary>Makes names of columns differ: objects and services have each name once.</summary>
internal static class ColumnNames
{
    /// <summary>What a column without a name is called: by its place, counted from 1.</summary>
    public static string OfPlace(int index) => $"Column{index + 1}";

    /// <summary>Gives <c>_2</c>, <c>_3</c>, … to names that are there twice, in any case.</summary>
    /// <param name="names">The names.</param>
    /// <param name="isOwn">Whether a column had its name to begin with; those keep it before others get it.</param>
    /// <param name="reserved">Names that no column gets, in any case.</param>
    public static string[] MakeUnique(IReadOnlyList<string> names, Func<int, bool> isOwn, params string[] reserved)
    {
        var taken = new HashSet<string>(reserved, StringComparer.OrdinalIgnoreCase);
        return MakeUnique(names, isOwn, (_, name) => taken.Add(name), new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The same, where more than these names decides which are free.</summary>
    /// <param name="names">The names.</param>
    /// <param name="isOwn">Whether a column had its name to begin with; those are asked for before others.</param>
    /// <param name="take">Gives a column a name, and says whether it could.</param>
    /// <param name="nexts">Where the next one of a name goes on: beginning at 2 each time would take the square of their number.</param>
    public static string[] MakeUnique(
        IReadOnlyList<string> names, Func<int, bool> isOwn, Func<int, string, bool> take, Dictionary<string, int> nexts)
    {
        var unique = names.ToArray();
        var keeps = new bool[unique.Length];
        for (var i = 0; i < unique.Length; i++)
        {
            keeps[i] = isOwn(i) && take(i, unique[i]);
        }

        for (var i = 0; i < unique.Length; i++)
        {
            while (!keeps[i] && !take(i, unique[i]))
            {
                var next = nexts.GetValueOrDefault(names[i], 2);
                nexts[names[i]] = next + 1;
                unique[i] = $"{names[i]}_{next}";
            }
        }

        return unique;
    }

    /// <summary>The names of a header as a file can have them: those that are empty or there twice get the names that they travel under.</summary>
    public static string[] ForFile(IReadOnlyList<string> names)
    {
        var bare = names.Select(static name => name.Trim()).ToArray();
        var named = bare.Select(static (name, i) => name.Length == 0 ? OfPlace(i) : name).ToArray();
        var unique = MakeUnique(named, i => bare[i].Length > 0);
        return [.. unique.Select((name, i) => name == bare[i] ? names[i] : name)];
    }
}
