namespace AudienceTools.Core.Tests.Import;

/// <summary>What goes wrong with a request.</summary>
internal enum Fault
{
    None,

    /// <summary>Refused, before anything left.</summary>
    Refused,

    /// <summary>Reset before the service has read it.</summary>
    ResetBefore,

    /// <summary>Reset after the service has done it.</summary>
    ResetAfter,

    /// <summary>Done, and the answer breaks off in its body.</summary>
    BrokenBody,

    /// <summary>Done, and the answer is cut short by a clean end of the connection.</summary>
    TruncatedBody,

    /// <summary>Done, and a gateway says 504.</summary>
    GatewayTimeout,

    /// <summary>503 without a time, not done.</summary>
    Unavailable,

    /// <summary>503 with a time, not done.</summary>
    UnavailableFor,

    /// <summary>429, not done.</summary>
    Limited,

    /// <summary>Done, after a while.</summary>
    Slow,
}

/// <summary>
/// Which requests go wrong, and how: by a seed and the request itself, not by the order in which workers come, so that a run of a seed
/// meets the same faults again.
/// </summary>
internal sealed class FaultPlan(int seed, double rate)
{
    private static readonly Fault[] s_faults = Enum.GetValues<Fault>()[1..];
    private readonly Dictionary<string, int> _tries = new(StringComparer.Ordinal);

    public static FaultPlan None { get; } = new(0, 0);

    /// <summary>The fault for the next try of a request.</summary>
    public Fault Next(string request)
    {
        if (rate == 0)
        {
            return Fault.None;
        }

        int attempt;
        lock (_tries)
        {
            attempt = _tries[request] = _tries.GetValueOrDefault(request) + 1;
        }

        // FNV-1a: string.GetHashCode() is another one in each process.
        var hash = 2166136261u;
        foreach (var character in FormattableString.Invariant($"{seed} {attempt} {request}"))
        {
            hash = (hash ^ character) * 16777619u;
        }

        var random = new Random((int)hash);
        return random.NextDouble() < rate ? s_faults[random.Next(s_faults.Length)] : Fault.None;
    }
}
