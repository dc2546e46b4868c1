using Microsoft.AspNetCore.Connections;

namespace AudienceTools.Server.Hosting;

/// <summary>
/// Bounds how many connections there are at a time. Only those that have said something count: one that is opened and stays silent keeps
/// nobody out, and is closed soon, or as soon as too many are.
/// </summary>
/// <param name="maximum">The most that speak, and the most that are silent.</param>
/// <param name="time">The clock.</param>
internal sealed class ConnectionLimit(int maximum, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly LinkedList<ConnectionContext> _silent = [];
    private int _speaking;

    /// <summary>Stands before what serves a connection.</summary>
    public ConnectionDelegate Before(ConnectionDelegate next) => async connection =>
    {
        if (!await SpeaksAsync(connection))
        {
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _speaking) <= maximum)
            {
                await next(connection);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _speaking);
        }
    };

    private async Task<bool> SpeaksAsync(ConnectionContext connection)
    {
        var place = Enter(connection);
        try
        {
            using var patience = new CancellationTokenSource(s_patience, time);
            var read = await connection.Transport.Input.ReadAsync(patience.Token);
            connection.Transport.Input.AdvanceTo(read.Buffer.Start);
            return !read.Buffer.IsEmpty;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            Leave(place);
        }
    }

    private LinkedListNode<ConnectionContext> Enter(ConnectionContext connection)
    {
        ConnectionContext? oldest = null;
        LinkedListNode<ConnectionContext> place;
        lock (_gate)
        {
            place = _silent.AddLast(connection);
            if (_silent.Count > maximum)
            {
                oldest = _silent.First!.Value;
                _silent.RemoveFirst();
            }
        }

        oldest?.Abort();
        return place;
    }

    private void Leave(LinkedListNode<ConnectionContext> place)
    {
        lock (_gate)
        {
            if (place.List is not null)
            {
                _silent.Remove(place);
            }
        }
    }
}
