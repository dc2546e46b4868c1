using System.Collections.Concurrent;

namespace AudienceTools.Core.Tests.TestTools;

/// <summary>One thread for all that is awaited in it, so that what depends on chance goes the same way each time.</summary>
internal sealed class OneThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

    public override void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));

    /// <summary>Runs work to its end.</summary>
    public static Task RunAsync(Func<OneThread, Task> work) => Task.Run(() =>
    {
        var thread = new OneThread();
        var before = Current;
        SetSynchronizationContext(thread);
        try
        {
            var running = work(thread);
            _ = running.ContinueWith(_ => thread._queue.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            foreach (var (callback, state) in thread._queue.GetConsumingEnumerable())
            {
                callback(state);
            }

            return running;
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    });

    /// <summary>Lets all go on that can.</summary>
    public async Task SettleAsync()
    {
        do
        {
            await Task.Yield();
        }
        while (_queue.Count > 0);
    }
}
