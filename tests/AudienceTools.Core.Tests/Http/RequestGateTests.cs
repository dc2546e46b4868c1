using AudienceTools.Core.Http;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Http;

public sealed class RequestGateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task No_more_requests_than_allowed_are_in_flight()
    {
        var gate = new RequestGate(2, _time);
        await gate.EnterAsync(Clients.Cancel);
        await gate.EnterAsync(Clients.Cancel);

        var third = gate.EnterAsync(Clients.Cancel);
        Assert.False(third.IsCompleted);
        gate.Leave();

        await third;
    }

    [Fact]
    public async Task After_a_wait_was_named_every_worker_waits()
    {
        var gate = new RequestGate(8, _time);
        gate.OnLimited(TimeSpan.FromSeconds(2));

        Task[] entries = [.. Enumerable.Range(0, 4).Select(_ => gate.EnterAsync(Clients.Cancel))];
        await _time.TimersAsync(4);
        _time.Advance(TimeSpan.FromSeconds(1.999));
        Assert.DoesNotContain(entries, entry => entry.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.001));

        await Task.WhenAll(entries);
    }

    [Fact]
    public async Task A_shorter_wait_does_not_cut_a_longer_one_short()
    {
        var gate = new RequestGate(8, _time);
        gate.OnLimited(TimeSpan.FromSeconds(10));
        gate.OnLimited(TimeSpan.FromSeconds(1));

        var entry = gate.EnterAsync(Clients.Cancel);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(entry.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        await entry;
    }

    [Fact]
    public async Task A_wait_that_grows_meanwhile_is_waited_to_its_new_end()
    {
        var gate = new RequestGate(8, _time);
        gate.OnLimited(TimeSpan.FromSeconds(1));
        var entry = gate.EnterAsync(Clients.Cancel);

        gate.OnLimited(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(1));
        await _time.TimersAsync(1);
        Assert.False(entry.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(4));

        await entry;
    }

    [Fact]
    public async Task A_rest_of_less_than_a_millisecond_is_waited_for_too()
    {
        var gate = new RequestGate(8, _time);
        gate.OnLimited(TimeSpan.FromMilliseconds(1.5));

        var entry = gate.EnterAsync(Clients.Cancel);
        await _time.TimersAsync(1);
        _time.Advance(TimeSpan.FromMilliseconds(1.4));
        Assert.False(entry.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await entry;
    }

    [Fact]
    public void A_limit_halves_what_is_in_flight_down_to_one_and_good_answers_raise_it_again()
    {
        var gate = new RequestGate(8, _time);

        int[] falling = [.. Enumerable.Range(0, 4).Select(_ => After(() => gate.OnLimited(null)))];
        Assert.Equal([4, 2, 1, 1], falling);

        int[] rising = [.. Enumerable.Range(0, 9).Select(_ => After(() => Answers(8)))];
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 8, 8], rising);

        int After(Action action)
        {
            action();
            return gate.Limit;
        }

        void Answers(int count)
        {
            for (var i = 0; i < count; i++)
            {
                gate.OnAnswer();
            }
        }
    }

    [Fact]
    public async Task A_lower_limit_lets_nobody_in_until_enough_have_left()
    {
        var gate = new RequestGate(4, _time);
        for (var i = 0; i < 4; i++)
        {
            await gate.EnterAsync(Clients.Cancel);
        }

        var waiting = gate.EnterAsync(Clients.Cancel);
        gate.OnLimited(null);
        gate.Leave();
        gate.Leave();
        Assert.False(waiting.IsCompleted);
        gate.Leave();

        await waiting;
    }

    [Fact]
    public async Task Who_is_cancelled_while_waiting_for_a_place_takes_none()
    {
        var gate = new RequestGate(1, _time);
        await gate.EnterAsync(Clients.Cancel);
        using var cancel = new CancellationTokenSource();
        var givenUp = gate.EnterAsync(cancel.Token);
        var next = gate.EnterAsync(Clients.Cancel);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        Assert.False(next.IsCompleted);
        gate.Leave();
        await next;
        gate.Leave();

        await gate.EnterAsync(Clients.Cancel);
    }

    [Fact]
    public async Task Who_is_cancelled_while_the_gate_is_closed_gives_the_place_back()
    {
        var gate = new RequestGate(1, _time);
        gate.OnLimited(TimeSpan.FromMinutes(1));
        using var cancel = new CancellationTokenSource();
        var givenUp = gate.EnterAsync(cancel.Token);
        var next = gate.EnterAsync(Clients.Cancel);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        await _time.TimersAsync(1);
        _time.Advance(TimeSpan.FromMinutes(1));

        await next;
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_takes_no_place()
    {
        var gate = new RequestGate(1, _time);
        await gate.EnterAsync(Clients.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gate.EnterAsync(new CancellationToken(canceled: true)));
        gate.Leave();

        await gate.EnterAsync(Clients.Cancel);
    }

    [Fact]
    public async Task No_place_is_lost_or_won_however_cancelling_and_leaving_race()
    {
        const int places = 3;
        var gate = new RequestGate(places, _time);
        var inside = 0;
        var most = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(
            async () =>
            {
                var random = new Random(worker);
                for (var i = 0; i < 500; i++)
                {
                    using var cancel = new CancellationTokenSource();
                    var entry = gate.EnterAsync(cancel.Token);
                    if (random.Next(2) == 0)
                    {
                        await cancel.CancelAsync();
                    }

                    try
                    {
                        await entry;
                    }
                    catch (OperationCanceledException)
                    {
                        continue;
                    }

                    InterlockedMax(ref most, Interlocked.Increment(ref inside));
                    await Task.Yield();
                    Interlocked.Decrement(ref inside);
                    gate.Leave();
                }
            },
            Clients.Cancel)));

        Assert.InRange(most, 1, places);
        await Task.WhenAll(Enumerable.Range(0, places).Select(_ => gate.EnterAsync(Clients.Cancel)));
        Assert.False(gate.EnterAsync(Clients.Cancel).IsCompleted);

        static void InterlockedMax(ref int target, int value)
        {
            int seen;
            while ((seen = Volatile.Read(ref target)) < value)
            {
                Interlocked.CompareExchange(ref target, value, seen);
            }
        }
    }

    [Fact]
    public async Task One_429_makes_every_request_of_the_connection_wait()
    {
        var transport = new RecordingTransport(
            Replies.Status(429, ("Retry-After", "2")), Replies.Json("""{"status":true,"data":{"_id":"a1","name":"Q1"}}"""));
        using var client = new AudienceClient(Clients.Options(AudienceService.Atoms, transport) with { TimeProvider = _time });

        var limited = client.GetAudienceAsync("a1", Clients.Cancel);
        await _time.TimersAsync(1);
        Task[] others = [client.GetAudienceAsync("a2", Clients.Cancel), client.GetAudienceAsync("a3", Clients.Cancel)];
        await _time.TimersAsync(3);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Single(transport.Requests);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await Task.WhenAll([limited, .. others]);

        Assert.Equal(4, transport.Requests.Count);
    }
}
