namespace AudienceTools.Server.Storage;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Take">At most so many items.</param>
/// <param name="Skip">Leave out so many first; ignored where <paramref name="After"/> is given.</param>
/// <param name="After">Begin behind this position, taken from <see cref="Slice{T}.Next"/>.</param>
internal readonly record struct SliceRequest(int Take, long Skip = 0, long? After = null)
{
    public static SliceRequest Everything { get; } = new(int.MaxValue);

    /// <summary>The most bytes that the columns of the items may take together; one item always fits.</summary>
    public long MaximumBytes { get; init; } = long.MaxValue;

    /// <summary>Whether the part ends before an item that doesn't fit, rather than be refused with <see cref="SliceTooLargeException"/>.</summary>
    public bool MayEndEarly { get; init; }
}

/// <summary>Part of a list.</summary>
/// <param name="Total">The size of the whole list; null where only counting would tell (a filtered list read from a position).</param>
/// <param name="Next">The position to go on from; null at the end.</param>
internal sealed record Slice<T>(IReadOnlyList<T> Items, long? Total, long? Next);
