using System.Globalization;
using System.Management.Automation;
using AudienceTools.Core.Import;

namespace AudienceTools.Cmdlets.Bases;

/// <summary>One progress record, at most five a second, with rate, time left and waits; always completed at the end.</summary>
internal sealed class ProgressWriter
{
    private const int ActivityId = 1_807_463;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly Lock _lock = new();
    private readonly Cmdlet _cmdlet;
    private readonly PipelineBridge _bridge;
    private readonly CmdletObserver _requests;
    private readonly string _activity;
    private ImportProgress _progress = new(0, 0, null, TimeSpan.Zero);
    private long _last;
    private bool _shown;

    public ProgressWriter(Cmdlet cmdlet, PipelineBridge bridge, CmdletObserver requests, string activity)
    {
        _cmdlet = cmdlet;
        _bridge = bridge;
        _requests = requests;
        _activity = activity;
        requests.Waiting = () => Show(_progress);
    }

    public void Show(ImportProgress progress)
    {
        lock (_lock)
        {
            var now = TimeProvider.System.GetTimestamp();
            if (_last != 0 && TimeProvider.System.GetElapsedTime(_last, now) < Pause)
            {
                return;
            }

            _last = now;
            _shown = true;
            _progress = progress;
        }

        var record = Record(progress, _requests.LastWait);
        _bridge.Post(() => _cmdlet.WriteProgress(record));
    }

    /// <summary>Takes the record away. On the pipeline thread.</summary>
    public void Complete()
    {
        if (_shown)
        {
            _cmdlet.WriteProgress(new ProgressRecord(ActivityId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    internal ProgressRecord Record(ImportProgress progress, Core.Http.RequestWait? wait)
    {
        var seconds = Math.Max(0.001, progress.Elapsed.TotalSeconds);
        var status = string.Create(
            CultureInfo.InvariantCulture, $"{progress.Settled:N0} rows done, {progress.Settled / seconds:N0} a second");
        if (wait is not null)
        {
            status += string.Create(
                CultureInfo.InvariantCulture,
                $"; waiting {Math.Ceiling(wait.Delay.TotalSeconds):0} s, {wait.Reason}");
        }

        var record = new ProgressRecord(ActivityId, _activity, status);
        if (progress.Fraction is { } fraction and > 0)
        {
            record.PercentComplete = (int)(fraction * 100);
            record.SecondsRemaining = (int)Math.Min(int.MaxValue, seconds / fraction * (1 - fraction));
        }

        return record;
    }
}
