namespace AudienceTools.Core.Http;

/// <summary>A limit that a service publishes: so many requests within any stretch of time.</summary>
/// <param name="Requests">How many.</param>
/// <param name="Window">Within how long.</param>
/// <param name="What">What is counted, as a sentence has it, such as “requests”.</param>
/// <param name="Counts">Whether a request is one of them.</param>
internal sealed record RequestQuota(int Requests, TimeSpan Window, string What, Func<HttpRequestMessage, bool> Counts);
