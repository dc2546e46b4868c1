using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace AudienceTools.Cmdlets.Bases;

/// <summary>
/// Runs an asynchronous body off the pipeline thread while that thread does what the body hands to it, one action after the other.
/// </summary>
/// <remarks>
/// An action may throw: <c>Select-Object -First 5</c> ends a pipeline by an exception out of <c>WriteObject</c>, and
/// <c>StopProcessing</c> isn't called then. So the body is cancelled <b>and waited for</b> before the exception goes on its way:
/// nothing of it runs on behind the user's back. One that can't be cancelled, since it waits for a share that hangs, is left behind after a
/// while: whatever it hands over or throws then goes nowhere, and its next look at its token ends it.
/// </remarks>
/// <param name="longestGoodbye">How long a cancelled body is waited for.</param>
internal sealed class PipelineBridge(TimeSpan longestGoodbye) : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly BlockingCollection<Action> _actions = [];
    private Task? _body;
    private volatile bool _broken;
    private Stopwatch? _cancelled;

    /// <summary>Whether a body didn't end when it was cancelled.</summary>
    public bool HasLeftBehind { get; private set; }

    public CancellationToken Token => _cancel.Token;

    public bool IsRunning => _body is not null;

    /// <summary>Whether the body was started and has ended.</summary>
    public bool HasEnded => _body is { IsCompleted: true };

    /// <summary>Starts the body on the thread pool.</summary>
    public void Start(Func<Task> body)
    {
        _body = Task.Run(body, CancellationToken.None);
        WakeAfter(_body);
    }

    /// <summary>Asks the body to end. Called from another thread by <c>StopProcessing</c>.</summary>
    public void Cancel() => _cancel.Cancel();

    /// <summary>Does what the body hands over, until the task has ended. Throws what an action throws, with the body gone.</summary>
    public void PumpUntil(Task task)
    {
        if (!ReferenceEquals(task, _body))
        {
            WakeAfter(task);
        }

        while (!task.IsCompleted || _actions.Count > 0)
        {
            if (Next() is not { } action)
            {
                _broken = HasLeftBehind = true;
                throw new PipelineStoppedException();
            }

            try
            {
                action();
            }
            catch
            {
                End();
                throw;
            }
        }
    }

    /// <summary>Does what the body hands over until it has ended, and throws what it threw.</summary>
    public void Finish()
    {
        if (_body is null)
        {
            return;
        }

        PumpUntil(_body);
        if (_body.Exception?.InnerException is { } exception)
        {
            ExceptionDispatchInfo.Throw(exception);
        }

        if (_body.IsCanceled)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Hands an action to the pipeline thread and goes on at once: for messages.</summary>
    public void Post(Action action)
    {
        if (!_broken)
        {
            _actions.Add(action);
        }
    }

    /// <summary>Hands an action to the pipeline thread and waits until it is done: a slow consumer slows the body.</summary>
    public Task InvokeAsync(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                action();
                done.TrySetResult();
            }
            catch
            {
                done.TrySetCanceled(CancellationToken.None);
                throw;
            }
        });
        return _broken ? Task.FromCanceled(new CancellationToken(canceled: true)) : done.Task.WaitAsync(_cancel.Token);
    }

    public void Dispose()
    {
        End();
        _cancel.Dispose();
        _actions.Dispose();
    }

    // Once the body is cancelled, only as long as it may take to end.
    private Action? Next()
    {
        try
        {
            return _actions.Take(_cancel.Token);
        }
        catch (OperationCanceledException)
        {
            _cancelled ??= Stopwatch.StartNew();
            var left = longestGoodbye - _cancelled.Elapsed;
            return _actions.TryTake(out var action, left > TimeSpan.Zero ? left : TimeSpan.Zero) ? action : null;
        }
    }

    private void End()
    {
        _broken = true;
        _cancel.Cancel();
        try
        {
            HasLeftBehind = HasLeftBehind || _body?.Wait(longestGoodbye) is false;
        }
        catch (AggregateException)
        {
            // The pipeline ends for another reason, which is thrown already.
        }
    }

    private void WakeAfter(Task task) => _ = task.ContinueWith(
        _ => Post(static () => { }), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
