using AudienceTools.Cmdlets.Bases;
using AudienceTools.Core.Http;
using AudienceTools.Core.Paging;

namespace AudienceTools.Cmdlets.Tests.Bases;

public sealed class ProgressTests
{
    private readonly SetTime _time = new();

    [Fact]
    public void A_line_comes_after_a_while_and_five_times_a_second_at_the_most()
    {
        var pace = new ProgressPace(_time, TimeSpan.FromSeconds(1));
        Assert.False(pace.IsDue(wait: null));
        _time.Now = 999;
        Assert.False(pace.IsDue(wait: null));
        _time.Now = 1000;
        Assert.True(pace.IsDue(wait: null));
        Assert.False(pace.IsDue(wait: null));
        _time.Now = 1199;
        Assert.False(pace.IsDue(wait: null));
        _time.Now = 1200;
        Assert.True(pace.IsDue(wait: null));
        Assert.Equal(TimeSpan.FromSeconds(1.2), pace.Elapsed);
    }

    [Fact]
    public void Without_quiet_a_line_comes_at_once() => Assert.True(new ProgressPace(_time, TimeSpan.Zero).IsDue(wait: null));

    [Fact]
    public void A_wait_is_told_when_it_begins_where_it_is_long()
    {
        var pace = new ProgressPace(_time, TimeSpan.FromSeconds(1));
        Assert.False(pace.IsDue(TimeSpan.FromSeconds(0.5)));
        Assert.True(pace.IsDue(TimeSpan.FromSeconds(30)));
        Assert.False(pace.IsDue(TimeSpan.FromSeconds(30)));
        _time.Now = 30_000;
        Assert.True(pace.IsDue(wait: null));
        Assert.True(pace.IsDue(TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData(50, 0, null, 200L, 200L, 0.25)]
    [InlineData(50, 100, null, 200L, 100L, 0.5)]
    [InlineData(50, 0, 100L, 1000L, 100L, 0.5)]
    [InlineData(50, 900, 1000L, 1000L, 100L, 0.5)]
    [InlineData(50, 0, 100L, null, 100L, 0.5)]
    [InlineData(300, 0, null, 200L, 200L, 1.0)]
    [InlineData(50, 0, null, null, null, null)]
    [InlineData(0, 300, null, 200L, null, null)]
    public void The_part_is_that_of_what_is_wanted(long read, long skip, long? first, long? total, long? wanted, double? fraction)
    {
        Assert.Equal(wanted, ReadProgress.Wanted(new ListRange(skip, first), total));
        Assert.Equal(fraction, ReadProgress.Fraction(read, wanted));
    }

    [Fact]
    public void A_line_says_how_much_how_fast_and_what_is_waited_for()
    {
        Assert.Equal(
            new ProgressLine("12,000 members read, 6,000 a second", 25, 6),
            ProgressLine.Of(12_000, "members read", 0.25, TimeSpan.FromSeconds(2), wait: null));
        Assert.Equal(
            "33,932 of 128,571 members read, 16,966 a second",
            ProgressLine.Of(33_932, "members read", 0.26, TimeSpan.FromSeconds(2), wait: null, whole: 128_571).Status);
        Assert.StartsWith("300 of 300 members", ProgressLine.Of(300, "members read", 1, TimeSpan.FromSeconds(2), wait: null, whole: 200).Status, StringComparison.Ordinal);
        Assert.Equal(
            new ProgressLine("0 rows done, 0 a second; waiting 3 s, the service is limiting requests", null, null),
            ProgressLine.Of(0, "rows done", 0, TimeSpan.Zero, new RequestWait(TimeSpan.FromSeconds(2.1), "the service is limiting requests")));
    }

    private sealed class SetTime : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Now;
    }
}
