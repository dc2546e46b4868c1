using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using AudienceTools.Core.Http;

namespace AudienceTools.Cmdlets.Bases;

/// <summary>Shows what the client does: a verbose line a request, a warning where the user should know.</summary>
internal sealed class CmdletObserver(Cmdlet cmdlet, PipelineBridge bridge) : IRequestObserver
{
    private readonly ConcurrentDictionary<string, byte> _told = new(StringComparer.Ordinal);

    /// <summary>The wait that is under way, for the progress line.</summary>
    public RequestWait? LastWait { get; private set; }

    /// <summary>Called when a wait begins: a job of the service's may take minutes in which no row moves.</summary>
    public Action? Waiting { get; set; }

    public void OnAttempt(RequestAttempt attempt)
    {
        LastWait = null;
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{attempt.Method} {attempt.Path} → {attempt.Status?.ToString(CultureInfo.InvariantCulture) ?? attempt.Failure} in {attempt.Elapsed.TotalMilliseconds:0} ms, attempt {attempt.Attempt}");
        bridge.Post(() => cmdlet.WriteVerbose(line));
    }

    public void OnWait(RequestWait wait)
    {
        LastWait = wait;
        Waiting?.Invoke();
        bridge.Post(() => cmdlet.WriteVerbose(string.Create(
            CultureInfo.InvariantCulture, $"Waiting {wait.Delay.TotalSeconds:0.#} s: {wait.Reason}.")));
    }

    public void OnNote(string message) => bridge.Post(() => cmdlet.WriteVerbose(message));

    /// <summary>A command says the same only once, however many batches it is true of.</summary>
    public void OnWarning(string message)
    {
        if (_told.TryAdd(message, 0))
        {
            bridge.Post(() => cmdlet.WriteWarning(ShownText.Of(message)));
        }
    }
}
