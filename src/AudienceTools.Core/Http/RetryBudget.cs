namespace AudienceTools.Core.Http;

/// <summary>
/// Keeps what retries add to a service in trouble to a fifth of the load, from the first request on. A single request must still have its
/// few retries, so there are never more retries than a fifth of the requests so far, or than those few, whichever is more. Shared by a
/// connection's workers.
/// </summary>
/// <remarks>
/// A long time without trouble saves up no more than some retries for the next one; and after a while without any, those few are there
/// again, since a session may stay open all day.
/// </remarks>
/// <param name="few">The retries of a single request.</param>
/// <param name="time">The clock.</param>
internal sealed class RetryBudget(int few, TimeProvider time)
{
    private const int RequestsForRetry = 5;
    private const int MostSaved = 10;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);
    private readonly Lock _lock = new();
    private int _requests;
    private int _spent;
    private long _lastSpent;

    public void Earn()
    {
        lock (_lock)
        {
            _requests = Math.Min(_requests + 1, (_spent + MostSaved) * RequestsForRetry);
        }
    }

    /// <summary>Takes one retry from the budget, if there is one left.</summary>
    public bool TrySpend()
    {
        lock (_lock)
        {
            if (_spent > 0 && time.GetElapsedTime(_lastSpent) > Memory)
            {
                _requests = Math.Max(0, _requests - (_spent * RequestsForRetry));
                _spent = 0;
            }

            if (_spent >= Math.Max(few, _requests / RequestsForRetry))
            {
                return false;
            }

            _spent++;
            _lastSpent = time.GetTimestamp();
            return true;
        }
    }
}
