namespace AudienceTools.Core.Tests.TestTools;

/// <summary>
/// A clock that stands still until a test moves it. With <see cref="JumpsToTimers"/> it jumps by itself to whatever is waited for,
/// so that a test of waits needs no choreography; time-outs must be infinite then.
/// </summary>
internal sealed class FakeTimeProvider : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private readonly List<(int Timers, TaskCompletionSource Reached)> _awaited = [];
    private TimeSpan _elapsed;
    private TimeSpan _wallClockJump;

    /// <summary>Whether the clock jumps to each timer as soon as it is set.</summary>
    public bool JumpsToTimers { get; init; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How far the clock has moved, jumps of the wall clock apart.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
            {
                return _elapsed;
            }
        }
    }

    public override long GetTimestamp() => Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return Start + _elapsed + _wallClockJump;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, and runs what becomes due on the way, in its order.</summary>
    public void Advance(TimeSpan by) => AdvanceTo(Elapsed + by);

    /// <summary>Sets the wall clock, as a user or a time server does; the monotonic clock goes on as before.</summary>
    public void JumpWallClock(TimeSpan by)
    {
        lock (_lock)
        {
            _wallClockJump += by;
        }
    }

    /// <summary>Completes as soon as that many timers are set and not yet due.</summary>
    public Task TimersAsync(int count)
    {
        lock (_lock)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((count, reached));
            TellAwaited();
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(20), System);
        }
    }

    private void AdvanceTo(TimeSpan until)
    {
        while (TakeDue(until) is { } due)
        {
            due.Run();
        }
    }

    private FakeTimer? TakeDue(TimeSpan until)
    {
        lock (_lock)
        {
            var next = _timers.MinBy(static timer => timer.Due);
            if (next is null || next.Due > until)
            {
                _elapsed = TimeSpan.FromTicks(Math.Max(_elapsed.Ticks, until.Ticks));
                return null;
            }

            _timers.Remove(next);
            _elapsed = TimeSpan.FromTicks(Math.Max(_elapsed.Ticks, next.Due.Ticks));
            return next;
        }
    }

    private void TellAwaited()
    {
        foreach (var awaited in _awaited.FindAll(awaited => awaited.Timers <= _timers.Count))
        {
            _awaited.Remove(awaited);
            awaited.Reached.SetResult();
        }
    }

    private void Set(FakeTimer timer, TimeSpan dueTime)
    {
        TimeSpan due;
        lock (_lock)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.Due = due = _elapsed + dueTime;
            _timers.Add(timer);
            TellAwaited();
        }

        if (JumpsToTimers)
        {
            ThreadPool.QueueUserWorkItem(_ => AdvanceTo(due));
        }
    }

    private sealed class FakeTimer(FakeTimeProvider clock, Action run) : ITimer
    {
        public TimeSpan Due { get; set; }

        public Action Run => run;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Set(this, dueTime);
            return true;
        }

        public void Dispose() => clock.Set(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
