namespace AudienceTools.Core.Http;

/// <summary>Why an exchange brought no answer.</summary>
internal enum ExchangeFailureKind
{
    /// <summary>The request never left: no such host, connection refused.</summary>
    NeverSent,

    /// <summary>The connection broke after the request may have left.</summary>
    Broken,

    /// <summary>The answer ends before its end.</summary>
    Truncated,

    /// <summary>The exchange took too long.</summary>
    TimedOut,

    /// <summary>TLS: the certificate isn't trusted, or no common protocol.</summary>
    Certificate,

    /// <summary>What listens at the address doesn't speak TLS.</summary>
    NoTls,

    /// <summary>What listens at the address didn't prove that it is the service. Nothing was sent to it.</summary>
    NotProven,

    /// <summary>The proxy wants other credentials.</summary>
    Proxy,

    /// <summary>The answer is larger than any honest one.</summary>
    TooLarge,
}

/// <summary>An exchange brought no answer.</summary>
internal sealed class ExchangeFailure(ExchangeFailureKind kind, Exception? inner) : Exception($"No answer: {kind}.", inner)
{
    public ExchangeFailureKind Kind { get; } = kind;
}
