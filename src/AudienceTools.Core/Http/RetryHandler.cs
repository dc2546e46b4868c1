using System.Net;
using Polly;
using Polly.Retry;

namespace AudienceTools.Core.Http;

/// <summary>
/// Sends a request again where that can help and can't harm. Waits what the service asks for, never less; otherwise backs off from a
/// second, doubling, with full jitter. Polly does the retrying.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<RequestContext> ContextKey = new("AudienceTools.RequestContext");
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly RetryBudget _budget;
    private readonly RetryOptions _options;

    public RetryHandler(RetryOptions options)
    {
        _options = options;
        _budget = new RetryBudget(options.MaximumRetryCount, options.Time);
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = options.Time };
        if (options.MaximumRetryCount > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.MaximumRetryCount,
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRepeat(arguments)),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Delay(arguments.Outcome, arguments.AttemptNumber, arguments.Context)),
                OnRetry = arguments =>
                {
                    ContextOf(arguments.Context).Observer?.OnWait(new RequestWait(
                        arguments.RetryDelay, IsLimited(arguments.Outcome) ? RequestWait.Limited : RequestWait.Failed));
                    arguments.Outcome.Result?.Dispose();
                    return ValueTask.CompletedTask;
                },
            });
        }

        _pipeline = builder.Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(ContextKey, RequestContext.Of(request));
            _budget.Earn();
            return await _pipeline.ExecuteAsync(
                static async (context, state) =>
                {
                    ContextOf(context).Attempts++;
                    return await state.Handler.SendOnceAsync(state.Request, context.CancellationToken);
                },
                context,
                (Handler: this, Request: request));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        base.SendAsync(request, cancellationToken);

    private static RequestContext ContextOf(ResilienceContext context) => context.Properties.GetValue(ContextKey, null!);

    private bool ShouldRepeat(RetryPredicateArguments<HttpResponseMessage> arguments)
    {
        var context = ContextOf(arguments.Context);
        var allowed = arguments.Outcome switch
        {
            { Result: { } response } => RetryRules.AllowsRepeat(response, context.Repeatable)
                && RetryAfter.Of(response, context.RetryAfterInBody, _options.Time).GetValueOrDefault() <= _options.LongestWait,
            { Exception: ExchangeFailure failure } => RetryRules.AllowsRepeat(failure, context.Repeatable),
            _ => false,
        };

        // A rate limit is no trouble of the service's: the gate slows down for it, and the budget is left for real failures.
        return allowed && arguments.AttemptNumber < _options.MaximumRetryCount && (IsLimited(arguments.Outcome) || _budget.TrySpend());
    }

    private static bool IsLimited(Outcome<HttpResponseMessage> outcome) => outcome.Result?.StatusCode == HttpStatusCode.TooManyRequests;

    private TimeSpan Delay(Outcome<HttpResponseMessage> outcome, int attempt, ResilienceContext context)
    {
        if (outcome.Result is { } response
            && RetryAfter.Of(response, ContextOf(context).RetryAfterInBody, _options.Time) is { } asked)
        {
            return asked;
        }

        var ceiling = Math.Min(LongestBackoff.TotalSeconds, FirstBackoff.TotalSeconds * Math.Pow(2, attempt));
        return TimeSpan.FromSeconds(ceiling * _options.Chance());
    }
}

/// <summary>What retrying depends on, time and chance too, so that no test sleeps.</summary>
/// <param name="MaximumRetryCount">How often a request is repeated at the most; 0 turns retrying off.</param>
/// <param name="LongestWait">The longest wait that a service may ask for; beyond it the request fails.</param>
/// <param name="Time">The clock.</param>
/// <param name="Chance">A number from 0 up to 1, anew at each call.</param>
internal sealed record RetryOptions(int MaximumRetryCount, TimeSpan LongestWait, TimeProvider Time, Func<double> Chance);
