using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace AudienceTools.Cmdlets.Connections;

/// <summary>The open connections of each runspace, and which is its default. A runspace that is gone takes its connections with it.</summary>
internal static class ConnectionStore
{
    private static readonly ConditionalWeakTable<Runspace, List<AudienceConnection>> Lists = [];

    /// <summary>The current runspace's default connection; null where none is.</summary>
    public static AudienceConnection? Current => All.FirstOrDefault(static connection => connection.IsDefault);

    /// <summary>The current runspace's open connections, in the order in which they were opened.</summary>
    public static IReadOnlyList<AudienceConnection> All =>
        Runspace.DefaultRunspace is { } runspace && Lists.TryGetValue(runspace, out var list)
            ? [.. list.Where(static connection => connection.IsOpen)]
            : [];

    /// <summary>Makes a connection, new or not, the current runspace's default. The others stay open.</summary>
    public static void Use(AudienceConnection connection)
    {
        var list = Lists.GetOrCreateValue(Runspace.DefaultRunspace);
        list.RemoveAll(static known => !known.IsOpen);
        list.ForEach(static known => known.IsDefault = false);
        if (!list.Contains(connection))
        {
            list.Add(connection);
        }

        connection.IsDefault = true;
    }

    /// <summary>Closes a connection. Where it was the default, none is: a command must not go to another service than it was meant for.</summary>
    public static void Close(AudienceConnection connection)
    {
        connection.IsOpen = false;
        connection.IsDefault = false;
        connection.Client.Dispose();
    }
}
