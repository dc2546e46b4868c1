using System.Management.Automation;

namespace AudienceTools.Cmdlets.Bases;

/// <summary>The one progress record of a command, with rate, time left and waits; always completed at the end.</summary>
internal sealed class ProgressWriter
{
    private static int s_lastId = 1_807_463;
    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private readonly PSCmdlet _cmdlet;
    private readonly PipelineBridge _bridge;
    private readonly CmdletObserver _requests;
    private readonly string _activity;
    private readonly string _what;
    private readonly ProgressPace _pace;
    private (long Done, double? Fraction, TimeSpan Elapsed, long? Whole)? _last;
    private volatile bool _isShown;

    /// <summary>Makes the record, and shows nothing yet.</summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="bridge">The command's way to its pipeline thread.</param>
    /// <param name="requests">Knows of waits.</param>
    /// <param name="activity">What is being done.</param>
    /// <param name="what">What is counted, such as <c>rows done</c>.</param>
    /// <param name="quiet">How long it may take without a record.</param>
    public ProgressWriter(PSCmdlet cmdlet, PipelineBridge bridge, CmdletObserver requests, string activity, string what, TimeSpan quiet)
    {
        _cmdlet = cmdlet;
        _bridge = bridge;
        _requests = requests;
        _activity = ShownText.Of(activity);
        _what = what;
        _pace = new ProgressPace(TimeProvider.System, quiet);
        requests.Waiting = () => ShowIfDue();
    }

    /// <summary>Shows how far it is, unless that was shown just now.</summary>
    /// <param name="done">How much is done.</param>
    /// <param name="fraction">The part of the whole, from 0 to 1; null where the whole isn't known.</param>
    /// <param name="elapsed">The time that it took; by default the time since the record was made.</param>
    /// <param name="whole">How much there is to do; null where it isn't known or isn't counted so.</param>
    public void Show(long done, double? fraction, TimeSpan? elapsed = null, long? whole = null)
    {
        _last = (done, fraction, elapsed ?? _pace.Elapsed, whole);
        ShowIfDue();
    }

    /// <summary>Takes the record away. On the pipeline thread.</summary>
    public void Complete()
    {
        _requests.Waiting = null;
        if (_isShown)
        {
            _isShown = false;
            var record = new ProgressRecord(_id, _activity, "Done") { RecordType = ProgressRecordType.Completed };
            try
            {
                _cmdlet.CommandRuntime.WriteProgress(_id, record);
            }
            catch (PipelineStoppedException)
            {
                // A pipeline that is stopped takes no more of it; the host does.
                _cmdlet.Host.UI?.WriteProgress(_id, record);
            }
        }
    }

    private void ShowIfDue()
    {
        var wait = _requests.LastWait;
        if (!_pace.IsDue(wait?.Delay))
        {
            return;
        }

        var (done, fraction, elapsed, whole) = _last ?? (0, null, _pace.Elapsed, null);
        var line = ProgressLine.Of(done, _what, fraction, elapsed, wait, whole);
        var record = new ProgressRecord(_id, _activity, line.Status);
        if (line is { Percent: { } percent, SecondsLeft: { } seconds })
        {
            record.PercentComplete = percent;
            record.SecondsRemaining = seconds;
        }

        _bridge.Post(() =>
        {
            _isShown = true;
            _cmdlet.CommandRuntime.WriteProgress(_id, record);
        });
    }
}
