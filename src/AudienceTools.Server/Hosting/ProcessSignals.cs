using System.Runtime.InteropServices;

namespace AudienceTools.Server.Hosting;

/// <summary>
/// Ends the server on SIGTERM. The terminal sends Ctrl+C, and its closing, to every process of its group: a session's server that could
/// not leave it (<see cref="TerminalSession"/>) ignores both, or one cancelled command would take the service from all sessions.
/// </summary>
internal sealed class ProcessSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];

    public static ProcessSignals Mind(AudienceServer server, bool ignoreTerminal)
    {
        var signals = new ProcessSignals();
        signals.On(PosixSignal.SIGTERM, server.RequestEnd);
        signals.On(PosixSignal.SIGINT, ignoreTerminal ? null : server.RequestEnd);
        signals.On(PosixSignal.SIGHUP, ignoreTerminal ? null : server.RequestEnd);
        return signals;
    }

    public void Dispose() => _registrations.ForEach(static registration => registration.Dispose());

    private void On(PosixSignal signal, Action? act) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        act?.Invoke();
    }));
}
