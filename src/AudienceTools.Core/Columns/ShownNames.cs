using System.Buffers;
using System.Text;

namespace AudienceTools.Core.Columns;

/// <summary>Names of columns as messages show them. What is taken for names may be anything, a row or a whole file too.</summary>
internal static class ShownNames
{
    private const int Longest = 60;
    private const int Most = 20;
    private const int MostDigits = 6;

    // To PowerShell they are all the same.
    private static readonly SearchValues<char> s_quotes = SearchValues.Create("'\u2018\u2019\u201a\u201b");

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

    /// <summary>
    /// A name that a service told, which is no data there, whole and as PowerShell reads it: in quotes, with each that it has doubled.
    /// </summary>
    public static string Whole(string name)
    {
        var text = new StringBuilder(name.Length + 2).Append('\'');
        foreach (var c in name)
        {
            text.Append(c, s_quotes.Contains(c) ? 2 : 1);
        }

        return text.Append('\'').ToString();
    }

    /// <summary>Several of those, all of them.</summary>
    public static string AllWhole(IEnumerable<string> names) => string.Join(", ", names.Select(Whole));

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
