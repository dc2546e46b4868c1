namespace AudienceTools.Core.Columns;

/// <summary>Names of columns as messages show them. What is taken for names may be anything, a row or a whole file too.</summary>
internal static class ShownNames
{
    private const int Longest = 60;
    private const int Most = 20;
    private const int MostDigits = 6;

    /// <summary>A name in quotes, of bounded length; none where it may be somebody's data.</summary>
    public static string Of(string name)
    {
        var bare = name.Trim();
        if (HasLongNumber(bare) || DataText.IsData(bare))
        {
            return "'…'";
        }

        var length = Math.Min(bare.Length, Longest);
        length -= length < bare.Length && char.IsHighSurrogate(bare[length - 1]) ? 1 : 0;
        return length < bare.Length ? $"'{bare[..length]}…'" : $"'{bare}'";
    }

    /// <summary>The first ones of several.</summary>
    public static string List(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(Most).Select(Of))
            + (all.Count > Most ? FormattableString.Invariant($" and {all.Count - Most} more") : "");
    }

    private static bool HasLongNumber(string name)
    {
        var digits = 0;
        foreach (var c in name)
        {
            digits = char.IsDigit(c) ? digits + 1 : 0;
            if (digits > MostDigits)
            {
                return true;
            }
        }

        return false;
    }
}
