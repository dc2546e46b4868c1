namespace AudienceTools.Core.Http;

/// <summary>
/// Keeps what retries add to a service in trouble under a fifth of the load: each request earns a fifth of a retry, and a few are
/// there from the start. Shared by a connection's workers.
/// </summary>
internal sealed class RetryBudget
{
    private const double EarnedByRequest = 0.2;
    private const double Largest = 10;
    private readonly Lock _lock = new();
    private double _balance = Largest;

    public void Earn()
    {
        lock (_lock)
        {
            _balance = Math.Min(Largest, _balance + EarnedByRequest);
        }
    }

    /// <summary>Takes one retry from the budget, if there is one left.</summary>
    public bool TrySpend()
    {
        lock (_lock)
        {
            if (_balance < 1)
            {
                return false;
            }

            _balance--;
            return true;
        }
    }
}
