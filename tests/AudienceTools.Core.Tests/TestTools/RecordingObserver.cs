using System.Collections.Concurrent;
using AudienceTools.Core.Http;

namespace AudienceTools.Core.Tests.TestTools;

/// <summary>Keeps what the client tells.</summary>
internal sealed class RecordingObserver : IRequestObserver
{
    public ConcurrentQueue<RequestAttempt> Attempts { get; } = new();

    public ConcurrentQueue<RequestWait> Waits { get; } = new();

    public ConcurrentQueue<string> Notes { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public void OnAttempt(RequestAttempt attempt) => Attempts.Enqueue(attempt);

    public void OnWait(RequestWait wait) => Waits.Enqueue(wait);

    public void OnNote(string message) => Notes.Enqueue(message);

    public void OnWarning(string message) => Warnings.Enqueue(message);
}
