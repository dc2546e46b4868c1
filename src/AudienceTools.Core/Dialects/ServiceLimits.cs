namespace AudienceTools.Core.Dialects;

/// <summary>What a service takes at the most.</summary>
internal sealed record ServiceLimits
{
    /// <summary>Rows in one request that adds.</summary>
    public required int BatchRows { get; init; }

    /// <summary>Bytes in one request that adds.</summary>
    public required int BatchBytes { get; init; }

    /// <summary>Rows in the one request that replaces all members; null where it is as <see cref="BatchRows"/>.</summary>
    public int? ReplaceRows { get; init; }

    /// <summary>Bytes in the one request that replaces all members; null where it is as <see cref="BatchBytes"/>.</summary>
    public int? ReplaceBytes { get; init; }

    /// <summary>Ids in one request that adds or removes.</summary>
    public int BatchIds { get; init; } = 1_000;

    /// <summary>Requests that add to an audience at a time; null where there is no limit but the user's.</summary>
    public int? BatchesInFlight { get; init; }

    /// <summary>Whether all contacts of an audience must come in one request, since nothing can be added later.</summary>
    public bool OneBatch { get; init; }

    /// <summary>The same for the one request that replaces all members.</summary>
    public ServiceLimits ToReplace => this with { OneBatch = true, BatchRows = ReplaceRows ?? BatchRows, BatchBytes = ReplaceBytes ?? BatchBytes };

    /// <summary>Results of a search at the most, whatever there is; null where a search has pages.</summary>
    public int? SearchResults { get; init; }

    /// <summary>Members of an audience; null where no limit is known.</summary>
    public long? Members { get; init; }

    /// <summary>Whether a column's name may only have ASCII letters, digits and <c>_</c>.</summary>
    public bool PlainColumnNames { get; init; }

    /// <summary>Whether names of columns that differ only by case are known to be two.</summary>
    public bool NamesHaveCase { get; init; }
}
