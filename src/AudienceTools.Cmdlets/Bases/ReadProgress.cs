using AudienceTools.Core.Paging;

namespace AudienceTools.Cmdlets.Bases;

/// <summary>Shows how far a list is read, where that takes longer than a second.</summary>
/// <param name="writer">Writes the record.</param>
/// <param name="range">The part of the list that is wanted.</param>
internal sealed class ReadProgress(ProgressWriter writer, ListRange range)
{
    private long _read;

    /// <summary>How long a read takes before it is shown.</summary>
    public static TimeSpan Quiet { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Takes a page into account.</summary>
    public void Count<T>(Page<T> page)
    {
        _read += page.Items.Count;
        var wanted = Wanted(range, page.Total);
        writer.Show(_read, Fraction(_read, wanted), whole: wanted);
    }

    /// <summary>Takes the record away. On the pipeline thread.</summary>
    public void Complete() => writer.Complete();

    /// <summary>How much is wanted of a list; null where that can't be known, or is nothing.</summary>
    internal static long? Wanted(ListRange range, long? total)
    {
        var wanted = Math.Min(range.First ?? long.MaxValue, total is { } all ? Math.Max(0, all - range.Skip) : long.MaxValue);
        return wanted is 0 or long.MaxValue ? null : wanted;
    }

    /// <summary>The part of what is wanted that was read, from 0 to 1; null where it isn't known how much that is.</summary>
    internal static double? Fraction(long read, long? wanted) => wanted is { } all ? Math.Min(1, (double)read / all) : null;
}
