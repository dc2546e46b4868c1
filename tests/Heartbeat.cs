using AudienceTools.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Heartbeat))]

namespace AudienceTools.Tests;

/// <summary>Says every few seconds that a project's tests still run: the runner itself shows nothing before they are through.</summary>
public sealed class Heartbeat : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly Timer _timer;

    public Heartbeat(IMessageSink diagnostics)
    {
        _timer = new Timer(
            _ => diagnostics.OnMessage(new DiagnosticMessage("tests run for {0:0} s", TimeProvider.System.GetElapsedTime(_start).TotalSeconds)),
            state: null, Every, Every);
    }

    public void Dispose() => _timer.Dispose();
}
