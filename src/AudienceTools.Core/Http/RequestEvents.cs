namespace AudienceTools.Core.Http;

/// <summary>One try of a request, with nothing in it but what may be logged: no key, no body, no query.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path without the query, since a query may hold a contact's data.</param>
/// <param name="Status">The status of the answer, or null where none came.</param>
/// <param name="Failure">Why no answer came, in a word; null where one did.</param>
/// <param name="Elapsed">How long the exchange took, headers and body.</param>
/// <param name="Attempt">Which try of this request it was, from 1.</param>
public sealed record RequestAttempt(
    string Method, string Path, int? Status, string? Failure, TimeSpan Elapsed, int Attempt);

/// <summary>A wait before the next try.</summary>
/// <param name="Delay">How long.</param>
/// <param name="Reason">Why, in words that end “waiting 12 s: …”.</param>
public sealed record RequestWait(TimeSpan Delay, string Reason)
{
    /// <summary>The service has answered 429.</summary>
    public const string Limited = "the service is limiting requests";

    /// <summary>The last try failed.</summary>
    public const string Failed = "the last try failed";

    /// <summary>The service has not ended an earlier try of the same request.</summary>
    public const string StillWorking = "the service still works on an earlier try";
}

/// <summary>Is told what the client does. Called from any thread, several at a time; must return at once.</summary>
public interface IRequestObserver
{
    /// <summary>A try ended.</summary>
    void OnAttempt(RequestAttempt attempt);

    /// <summary>A wait begins.</summary>
    void OnWait(RequestWait wait);

    /// <summary>Something that explains what is done, for those who look closely.</summary>
    void OnNote(string message);

    /// <summary>Something a user should know, though the operation goes on.</summary>
    void OnWarning(string message);
}
