using System.Net;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Http;

namespace AudienceTools.Core.Paging;

/// <summary>
/// Gets pages, and asks for a smaller one from the same place where the answer is too large for the service (413) or for us. One item that
/// is too large alone is passed over, and named by <see cref="Page{T}.PassedOver"/>.
/// </summary>
/// <param name="call">Makes the request for a page.</param>
/// <param name="send">Sends it.</param>
internal sealed class LargePages<T>(
    Func<PageRequest, ServiceCall<Page<T>>> call, Func<ServiceCall<Page<T>>, CancellationToken, Task<Page<T>>> send)
{
    // A service that refuses everything so refuses something else.
    private const int MostPassedOverInARow = 10;

    private int _passedOver;

    // How many came on a page that had to be full and wasn't: a service may send less than is asked for, and count its pages so.
    private int _largest;

    public async Task<Page<T>> FetchAsync(PageRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var asked = call(request);
            try
            {
                var page = await send(asked, cancellationToken);
                _passedOver = 0;
                if (page.Next is not null && asked.Place is not null)
                {
                    _largest = page.Items.Count == asked.Place.Size ? 0 : Math.Max(_largest, page.Items.Count);
                }

                return page;
            }
            catch (AudienceException exception) when (asked.Place is not null && IsTooLarge(exception))
            {
                var split = asked.Place.Split(_largest > 0 ? Math.Min(_largest, asked.Place.Size) : asked.Place.Size);
                if (split.Smaller is { } smaller)
                {
                    request = request with { Instead = smaller };
                }
                else if (++_passedOver <= MostPassedOverInARow)
                {
                    return new Page<T>([], Total: null, split.Beyond)
                    {
                        PassedOver = split.Place, Skipped = request.Next is null ? split.Place : 0,
                    };
                }
                else
                {
                    throw;
                }
            }
        }
    }

    private static bool IsTooLarge(AudienceException exception) =>
        exception.StatusCode == HttpStatusCode.RequestEntityTooLarge
        || exception.InnerException is ExchangeFailure { Kind: ExchangeFailureKind.TooLarge };
}

/// <summary>Where a page stands in its list.</summary>
internal interface IPagePlace
{
    /// <summary>How many items it has at the most.</summary>
    int Size { get; }

    /// <summary>What to ask for where it is too large.</summary>
    /// <param name="size">How many items pages of its size really have.</param>
    PageSplit Split(int size);
}

/// <summary>What to ask for instead of a page that is too large, in the dialect's own words for <see cref="Page{T}.Next"/>.</summary>
/// <param name="Smaller">A smaller page that begins at the same place; null where the page has one item.</param>
/// <param name="Beyond">What comes behind the first item of the page.</param>
/// <param name="Place">How many items of the list lie before the page.</param>
internal sealed record PageSplit(string? Smaller, string Beyond, long Place)
{
    /// <summary>By how much a page is divided so that pages of the smaller size begin where it begins: its smallest factor.</summary>
    public static int Divisor(int size)
    {
        for (var divisor = 2; divisor * divisor <= size; divisor++)
        {
            if (size % divisor == 0)
            {
                return divisor;
            }
        }

        return size;
    }
}
