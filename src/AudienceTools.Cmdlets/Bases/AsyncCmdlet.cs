using System.Management.Automation;
using System.Management.Automation.Host;
using AudienceTools.Cmdlets.Errors;

namespace AudienceTools.Cmdlets.Bases;

/// <summary>A cmdlet whose work is asynchronous. What it writes is handed to the pipeline thread; see <see cref="PipelineBridge"/>.</summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(5);
    private readonly PipelineBridge _bridge = new(LongestGoodbye);

    internal PipelineBridge Bridge => _bridge;

    /// <summary>Cancelled when the user stops the command, or the pipeline ends early.</summary>
    protected CancellationToken StopToken => _bridge.Token;

    /// <summary>Ends the body if it still runs: a command before this one may have failed, and then nothing else is called.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _bridge.Dispose();
            if (_bridge.HasLeftBehind)
            {
                // A pipeline that is stopped takes no more warnings; the host does.
                Host.UI.WriteWarningLine(
                    $"{MyInvocation.MyCommand.Name} was stopped, but waits for something that can't be interrupted, such as a share that does not answer. It was left behind; a file that it has open stays so until that answers or this PowerShell ends.");
            }
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _bridge.Cancel();

    /// <summary>Runs a body to its end. What it throws becomes an error record, terminating or not by what it is.</summary>
    /// <returns>Whether it threw nothing.</returns>
    protected bool Run(Func<Task> body, object? target = null)
    {
        // A bridge serves one body at a time; a command that takes several objects down the pipeline runs one for each.
        _bridge.Start(body);
        return Guarded(_bridge.Finish, target);
    }

    /// <summary>Turns what an action throws into an error record.</summary>
    /// <returns>Whether it threw nothing.</returns>
    protected bool Guarded(Action action, object? target = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        try
        {
            action();
            return true;
        }
        catch (AudienceException exception)
        {
            WriteFailure(exception, target);
            return false;
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Asks as <c>ShouldProcess</c> does. Where it must ask and nobody can answer, that is an error which says what to do.</summary>
    private protected bool Asks(string target, string action)
    {
        try
        {
            return ShouldProcess(target, action);
        }
        catch (Exception exception) when (exception is InvalidOperationException or HostException or NullReferenceException or NotImplementedException)
        {
            // So do -NonInteractive, a host without a prompt, and an input that has ended (a null reference in PowerShell 7.6) answer.
            WriteFailure(new AudienceException(
                AudienceErrorCode.ConfirmationNeeded,
                $"{MyInvocation.MyCommand.Name} asks before it goes on, and nobody can answer here, so nothing was done: \"{action}\" on {target}. Say -Confirm:$false to have it done without a question.",
                exception));
            return false;
        }
    }

    /// <summary>Writes an error, or ends the command with it where going on makes no sense.</summary>
    protected void WriteFailure(AudienceException exception, object? target = null)
    {
        var record = ErrorRecords.Of(exception, target);
        if (ErrorRecords.IsTerminating(exception))
        {
            ThrowTerminatingError(record);
        }

        WriteError(record);
    }

    /// <summary>Writes objects from the body, as one hand-over, and waits until the pipeline has taken them.</summary>
    protected Task WriteAllAsync<T>(IReadOnlyList<T> objects) =>
        _bridge.InvokeAsync(() => WriteObject(objects, enumerateCollection: true));

    /// <summary>Writes an object from the body.</summary>
    protected Task WriteAsync(object value) => _bridge.InvokeAsync(() => WriteObject(value));
}
