using System.Net;
using AudienceTools.Core.Http;

namespace AudienceTools.Core.Paging;

/// <summary>Pages under way, which are handed out in the order in which they were asked for.</summary>
internal sealed class PagesAhead<T>(Func<PageRequest, CancellationToken, Task<Page<T>>> fetch, CancellationToken cancellationToken)
    : IAsyncDisposable
{
    private readonly Queue<(PageStep Step, Task<Page<T>> Page)> _underWay = new();
    private CancellationTokenSource? _cancel;

    /// <summary>How many are under way or have come and weren't taken yet.</summary>
    public int Count => _underWay.Count;

    public void Start(PageStep step, PageRequest request)
    {
        _cancel ??= CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _underWay.Enqueue((step, FetchAsync(request, _cancel.Token)));
    }

    /// <summary>The page that was asked for first; an answer that is too large for the service (413) or for us is no page, but an error.</summary>
    /// <exception cref="AudienceException">It can't be had for another reason. Only now: it may not have been wanted.</exception>
    public async Task<(PageStep Step, Page<T>? Page, AudienceException? TooLarge)> TakeAsync()
    {
        var (step, page) = _underWay.Dequeue();
        try
        {
            return (step, await page, null);
        }
        catch (AudienceException exception) when (exception.StatusCode == HttpStatusCode.RequestEntityTooLarge
            || exception.InnerException is ExchangeFailure { Kind: ExchangeFailureKind.TooLarge })
        {
            return (step, null, exception);
        }
    }

    /// <summary>Cancels what is under way, and waits until it has ended.</summary>
    public async Task DropAsync()
    {
        if (_cancel is { } cancel)
        {
            _cancel = null;
            await cancel.CancelAsync();
            while (_underWay.TryDequeue(out var dropped))
            {
                await ((Task)dropped.Page).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            cancel.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await DropAsync();

    // What is thrown before the first wait comes in its turn too.
    private async Task<Page<T>> FetchAsync(PageRequest request, CancellationToken cancel) => await fetch(request, cancel);
}
