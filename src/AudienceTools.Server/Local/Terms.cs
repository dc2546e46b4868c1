namespace AudienceTools.Server.Local;

/// <summary>
/// Where two APIs part that are the same in everything else, code included: the service's own, and the copy of OliAI, whose
/// contract the own one takes over and extends. Each hangs on all of its endpoints.
/// </summary>
internal sealed record Terms
{
    /// <summary>The most items of a page.</summary>
    public required int MaximumLimit { get; init; }

    /// <summary>Whether a page can tell where to read on.</summary>
    public bool HasCursors { get; init; }

    /// <summary>Whether a search looks at every column, not only at name and number.</summary>
    public bool SearchesColumns { get; init; }

    /// <summary>Whether members come and go by phone number too, not only by contact id.</summary>
    public bool TakesNumbers { get; init; }

    /// <summary>Whether Idempotency-Key is heeded.</summary>
    public bool KeepsAnswers { get; init; }

    /// <summary>Whether taking an unknown contact out of an audience is harmless instead of 404.</summary>
    public bool PassesOverUnknown { get; init; }

    /// <summary>
    /// Whether requests and answers hold more than the vendor's: what became of each row, which campaigns stand in the way, what the
    /// other copies know of an audience.
    /// </summary>
    public bool TellsMore { get; init; }

    /// <summary>Whether a column must have a name; the vendor's contract doesn't say, so the copy takes what other clients make.</summary>
    public bool NeedsColumnNames { get; init; }

    /// <summary>Whether a campaign must have a flow.</summary>
    public bool NeedsFlow { get; init; }

    public static Terms Of(HttpContext context) => context.GetEndpoint()!.Metadata.GetRequiredMetadata<Terms>();
}
