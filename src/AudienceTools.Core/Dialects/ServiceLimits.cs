namespace AudienceTools.Core.Dialects;

/// <summary>What a service takes at the most.</summary>
internal sealed record ServiceLimits
{
    /// <summary>Rows in one request that adds.</summary>
    public required int BatchRows { get; init; }

    /// <summary>Bytes in one request that adds.</summary>
    public required int BatchBytes { get; init; }

    /// <summary>Members of an audience; null where no limit is known.</summary>
    public long? Members { get; init; }

    /// <summary>Whether a column's name may only have ASCII letters, digits and <c>_</c>.</summary>
    public bool PlainColumnNames { get; init; }
}
