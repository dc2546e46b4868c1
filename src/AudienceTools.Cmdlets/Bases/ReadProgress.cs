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
        writer.Show(_read, Fraction(_read, range, page.Total));
    }

    /// <summary>Takes the record away. On the pipeline thread.</summary>
    public void Complete() => writer.Complete();

    /// <summary>The part of what is wanted that was read, from 0 to 1; null where it can't be known how much that is.</summary>
    internal static double? Fraction(long read, ListRange range, long? total)
    {
        var wanted = Math.Min(range.First ?? long.MaxValue, total is { } all ? Math.Max(0, all - range.Skip) : long.MaxValue);
        return wanted is 0 or long.MaxValue ? null : Math.Min(1, (double)read / wanted);
    }
}
