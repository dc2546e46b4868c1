using AudienceTools.Core.Http;

namespace AudienceTools.Core.Members;

/// <summary>
/// Keeps the last warning, which is how a list says that it isn't whole: who isn't in it may be there all the same. Passes on all else.
/// </summary>
internal sealed class ListWatch(IRequestObserver? next) : IRequestObserver
{
    public string? Warning { get; set; }

    public void OnAttempt(RequestAttempt attempt) => next?.OnAttempt(attempt);

    public void OnWait(RequestWait wait) => next?.OnWait(wait);

    public void OnNote(string message) => next?.OnNote(message);

    public void OnWarning(string message) => Warning = message;

    /// <summary>The error of numbers that weren't found in a list that isn't whole.</summary>
    public AudienceException NotFound(AudienceClient client, int numbers, string? target) => new(
        AudienceErrorCode.UnreadableAnswer,
        FormattableString.Invariant(
            $"Whether {numbers} of the numbers are there is not known, since a list of {client.Service} came incomplete. {Warning} Try again."))
    {
        Target = target,
    };
}
