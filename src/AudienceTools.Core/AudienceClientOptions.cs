using System.Buffers;

namespace AudienceTools.Core;

/// <summary>How to reach a service.</summary>
public sealed record AudienceClientOptions
{
    /// <summary>The service, which decides the dialect.</summary>
    public required AudienceService Service { get; init; }

    /// <summary>The base address; null for the service's own. HTTPS, or HTTP on this machine.</summary>
    public Uri? Address { get; init; }

    /// <summary>The key; null where the service needs none. Visible ASCII characters only.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How long one exchange may take, headers and body together.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a request is repeated at the most, where repeating can't do harm.</summary>
    public int MaximumRetryCount { get; init; } = 4;

    /// <summary>The longest wait that a service may ask for before the request fails; five minutes unless set.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether to send as fast as it goes, and to ask the local service's copy of a vendor's API not to keep the vendor's rates. A real
    /// service answers 429 then.
    /// </summary>
    public bool NoRateLimit { get; init; }

    /// <summary>Whether plain HTTP to another machine is allowed. The key then travels in the clear.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>Items on a page of a list at the most; null for as many as the service sends.</summary>
    internal int? LargestPage { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>A number from 0 up to 1, anew at each call: the jitter of waits.</summary>
    public Func<double> Chance { get; init; } = Random.Shared.NextDouble;

    /// <summary>Where the memory that answers are held in comes from, and goes back to.</summary>
    internal ArrayPool<byte> Buffers { get; init; } = ArrayPool<byte>.Shared;

    /// <summary>
    /// Opens each connection to a local service that the session has started or joined, and lets nothing be sent where it throws; null for
    /// connections as they are.
    /// </summary>
    public Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? Connect { get; init; }

    /// <summary>What sends the requests; null for the network.</summary>
    public HttpMessageHandler? Transport { get; init; }

    /// <summary>Says what it is without the key: records print every property otherwise.</summary>
    public override string ToString() => $"{Service} {Address}";
}
