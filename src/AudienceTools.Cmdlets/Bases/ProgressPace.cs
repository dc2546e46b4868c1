namespace AudienceTools.Cmdlets.Bases;

/// <summary>When a progress line is due: not before a while, at most five times a second, and at once where a wait begins.</summary>
/// <param name="time">The clock.</param>
/// <param name="quiet">How long work may take without a line.</param>
internal sealed class ProgressPace(TimeProvider time, TimeSpan quiet)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private long? _last;
    private bool _isOfWait;

    /// <summary>The time since the work began.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>Whether to show a line now, which counts as shown then.</summary>
    /// <param name="wait">How long the wait is that is under way; null where there is none.</param>
    public bool IsDue(TimeSpan? wait)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (time.GetElapsedTime(_start, now) + (wait ?? TimeSpan.Zero) < quiet)
            {
                return false;
            }

            // Nothing else may come to be shown while it lasts.
            var beginsWait = wait is not null && !_isOfWait;
            if (!beginsWait && _last is { } last && time.GetElapsedTime(last, now) < Pause)
            {
                return false;
            }

            _last = now;
            _isOfWait = wait is not null;
            return true;
        }
    }
}
