namespace AudienceTools.Contract.Tests.Support;

/// <summary>
/// A clock on which waits are over so many times as fast, so that a test can sit out minutes of a service's limits. The date is the
/// real one, since ages are compared with what others write down.
/// </summary>
internal sealed class HurriedTime(int times) : TimeProvider
{
    public override long TimestampFrequency => base.TimestampFrequency / times;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

    // Zero and minus one stand for at once and never. Whole milliseconds: a timer cuts off the rest, and would be due too early.
    private TimeSpan Shorter(TimeSpan wait) =>
        wait <= TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds / times));
}
