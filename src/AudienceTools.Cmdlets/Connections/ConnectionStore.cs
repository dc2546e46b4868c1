using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace AudienceTools.Cmdlets.Connections;

/// <summary>The default connection of each runspace. A runspace that is gone takes its connection with it.</summary>
internal static class ConnectionStore
{
    private static readonly ConditionalWeakTable<Runspace, Holder> Holders = [];

    /// <summary>The current runspace's connection; null where none is open.</summary>
    public static AudienceConnection? Current
    {
        get => Runspace.DefaultRunspace is { } runspace && Holders.TryGetValue(runspace, out var holder) ? holder.Connection : null;
        set => Holders.GetOrCreateValue(Runspace.DefaultRunspace).Connection = value;
    }

    public static void Close(AudienceConnection connection)
    {
        connection.IsOpen = false;
        connection.Client.Dispose();
        if (ReferenceEquals(Current, connection))
        {
            Current = null;
        }
    }

    private sealed class Holder
    {
        public AudienceConnection? Connection { get; set; }
    }
}
