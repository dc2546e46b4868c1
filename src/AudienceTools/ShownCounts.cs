using System.Collections.Frozen;
using System.Collections.ObjectModel;

namespace AudienceTools;

/// <summary>Counts by name that are their numbers where they are turned into text: Export-Csv writes a type's name otherwise.</summary>
internal sealed class ShownCounts(IReadOnlyDictionary<string, long> counts) : ReadOnlyDictionary<string, long>(
    new SortedDictionary<string, long>(counts.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal))
{
    /// <summary>No counts.</summary>
    public static ShownCounts None { get; } = new(FrozenDictionary<string, long>.Empty);

    /// <summary>Each number with its name, such as <c>2 Empty, 1 TooShort</c>.</summary>
    public override string ToString() => string.Join(", ", this.Select(static count => FormattableString.Invariant($"{count.Value} {count.Key}")));

    /// <summary>What was reached, and of the rest what there is any of.</summary>
    public static string Sentence(string reached, params ReadOnlySpan<(long Count, string What)> rest)
    {
        foreach (var (count, what) in rest)
        {
            reached += count > 0 ? FormattableString.Invariant($", {count:N0} {what}") : "";
        }

        return reached;
    }
}
