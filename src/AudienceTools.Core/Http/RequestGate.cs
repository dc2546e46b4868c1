namespace AudienceTools.Core.Http;

/// <summary>
/// Lets a connection's requests through: so many at a time, and none before a time that a service has named. A 429 halves the
/// number in flight, and answers without one raise it again.
/// </summary>
internal sealed class RequestGate
{
    private const int AnswersToRise = 8;
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
    private readonly int _largest;
    private readonly TimeProvider _time;
    private int _limit;
    private int _inFlight;
    private int _goodAnswers;
    private long _closedSince;
    private TimeSpan _closedFor;

    public RequestGate(int largest, TimeProvider time)
    {
        _largest = largest;
        _limit = largest;
        _time = time;
    }

    /// <summary>How many requests may be in flight now.</summary>
    public int Limit
    {
        get
        {
            lock (_lock)
            {
                return _limit;
            }
        }
    }

    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource>? place = null;
        lock (_lock)
        {
            if (_inFlight < _limit)
            {
                _inFlight++;
            }
            else
            {
                place = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }
        }

        if (place is not null)
        {
            await WaitForPlaceAsync(place, cancellationToken);
        }

        try
        {
            while (ClosedFor() is { Ticks: > 0 } wait)
            {
                // Whole milliseconds: Task.Delay cuts off the rest, and would be over at once again and again.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), _time, cancellationToken);
            }
        }
        catch
        {
            Leave();
            throw;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            _inFlight--;
            LetIn();
        }
    }

    public void OnAnswer()
    {
        lock (_lock)
        {
            if (_limit < _largest && ++_goodAnswers >= AnswersToRise)
            {
                _goodAnswers = 0;
                _limit++;
                LetIn();
            }
        }
    }

    /// <summary>The service limits requests: fewer at a time from now on, and none for as long as it says.</summary>
    public void OnLimited(TimeSpan? wait)
    {
        lock (_lock)
        {
            _limit = Math.Max(1, _limit / 2);
            _goodAnswers = 0;
            if (wait is { } asked && asked > ClosedFor())
            {
                _closedSince = _time.GetTimestamp();
                _closedFor = asked;
            }
        }
    }

    private TimeSpan ClosedFor()
    {
        lock (_lock)
        {
            // A monotonic clock: a jump of the wall clock neither cuts a wait short nor draws it out.
            return _closedFor == TimeSpan.Zero ? TimeSpan.Zero : _closedFor - _time.GetElapsedTime(_closedSince);
        }
    }

    private async Task WaitForPlaceAsync(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(() =>
        {
            lock (_lock)
            {
                if (place.Value.TrySetCanceled(cancellationToken))
                {
                    _waiting.Remove(place);
                }
            }
        });
        await place.Value.Task;
    }

    private void LetIn()
    {
        while (_inFlight < _limit && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            if (first.Value.TrySetResult())
            {
                _inFlight++;
            }
        }
    }
}
