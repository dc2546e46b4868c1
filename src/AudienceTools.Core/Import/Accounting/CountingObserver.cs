using AudienceTools.Core.Http;

namespace AudienceTools.Core.Import.Accounting;

/// <summary>Counts requests on their way to the import's own observer.</summary>
internal sealed class CountingObserver(IRequestObserver? next) : IRequestObserver
{
    private int _requests;
    private int _retries;

    public int Requests => Volatile.Read(ref _requests);

    public int Retries => Volatile.Read(ref _retries);

    public void OnAttempt(RequestAttempt attempt)
    {
        Interlocked.Increment(ref _requests);
        if (attempt.Attempt > 1)
        {
            Interlocked.Increment(ref _retries);
        }

        next?.OnAttempt(attempt);
    }

    public void OnWait(RequestWait wait) => next?.OnWait(wait);

    public void OnNote(string message) => next?.OnNote(message);

    public void OnWarning(string message) => next?.OnWarning(message);
}
