namespace AudienceTools.Core.Import.Accounting;

/// <summary>Counts rows by what became of them. Used by all workers at once.</summary>
internal sealed class ImportTally
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[Enum.GetValues<AudienceContactState>().Length];
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private long _received;

    public long Received => Interlocked.Read(ref _received);

    public long Settled
    {
        get
        {
            lock (_lock)
            {
                return _counts.Sum();
            }
        }
    }

    public long this[AudienceContactState state]
    {
        get
        {
            lock (_lock)
            {
                return _counts[(int)state];
            }
        }
    }

    public void Receive() => Interlocked.Increment(ref _received);

    public void Count(AudienceContactState state, string? reasonCode = null, long rows = 1)
    {
        lock (_lock)
        {
            _counts[(int)state] += rows;
            if (reasonCode is not null && rows > 0 && state != AudienceContactState.Blank)
            {
                _reasons[reasonCode] = _reasons.GetValueOrDefault(reasonCode) + rows;
            }
        }
    }

    public IReadOnlyDictionary<string, long> Reasons()
    {
        lock (_lock)
        {
            return new SortedDictionary<string, long>(_reasons, StringComparer.Ordinal);
        }
    }
}
