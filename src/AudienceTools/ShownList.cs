using System.Collections.ObjectModel;

namespace AudienceTools;

/// <summary>A list that is its items where it is turned into text: Export-Csv writes a type's name otherwise.</summary>
internal sealed class ShownList<T>(IEnumerable<T> items) : ReadOnlyCollection<T>([.. items])
{
    /// <summary>A list without items.</summary>
    public static ShownList<T> None { get; } = new([]);

    /// <summary>The items, with commas between them.</summary>
    public override string ToString() => string.Join(", ", Items);
}
