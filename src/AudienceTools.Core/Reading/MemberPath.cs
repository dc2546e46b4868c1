namespace AudienceTools.Core.Reading;

/// <summary>How one reaches in PowerShell what is nested, for messages that say so.</summary>
internal static class MemberPath
{
    private const int LongestName = 64;
    private const int MostDigits = 6;

    /// <summary>The access to a property, with its dot, as one writes it.</summary>
    public static string Of(string name) =>
        name.Length > 0 && name.All(static c => char.IsLetterOrDigit(c) || c == '_') ? $".{name}" : $".'{name.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The same of one property within the other.</summary>
    public static string Of(IEnumerable<string> names) => string.Concat(names.Select(Of));

    /// <summary>Whether a message may tell a name: names of properties can be data too, such as phone numbers themselves.</summary>
    public static bool IsPlain(string name) => name.Length is > 0 and <= LongestName
        && name.All(static c => char.IsLetterOrDigit(c) || c is '_' or '-' or ' ' or '.' or ':' or '$' or '@' or '#')
        && name.Count(char.IsDigit) <= MostDigits;
}
