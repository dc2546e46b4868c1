namespace AudienceTools;

/// <summary>
/// The account of one import. Always:
/// <c>Received = Blank + Invalid + DuplicateInInput + Added + AlreadyMember + Rejected + Unknown + NotSent</c>.
/// </summary>
public sealed class AudienceImportReceipt
{
    /// <summary>The audience's name; null where none was created.</summary>
    public string? Audience { get; init; }

    /// <summary>The audience's identifier; null where none was created.</summary>
    public string? AudienceId { get; init; }

    /// <summary>The service it lives on, as <see cref="AudienceService"/> names it.</summary>
    public string Service { get; init; } = nameof(AudienceService.Local);

    /// <summary>Rows read from the input.</summary>
    public long Received { get; init; }

    /// <summary>Rows that were empty.</summary>
    public long Blank { get; init; }

    /// <summary>Rows that can't be used.</summary>
    public long Invalid { get; init; }

    /// <summary>Rows whose number stood in an earlier row.</summary>
    public long DuplicateInInput { get; init; }

    /// <summary>Rows that became members.</summary>
    public long Added { get; init; }

    /// <summary>Rows whose number was a member before.</summary>
    public long AlreadyMember { get; init; }

    /// <summary>Rows that the service refused.</summary>
    public long Rejected { get; init; }

    /// <summary>Rows that were sent without an answer that tells what became of them.</summary>
    public long Unknown { get; init; }

    /// <summary>Rows that were never sent, since the import ended before.</summary>
    public long NotSent { get; init; }

    /// <summary>How many rows were not added, by reason.</summary>
    public IReadOnlyDictionary<string, long> Reasons { get; init => field = new ShownCounts(value); } = ShownCounts.None;

    /// <summary>The audience's members before the import, where the service tells.</summary>
    public long? MemberCountBefore { get; init; }

    /// <summary>The audience's members after the import, where the service tells.</summary>
    public long? MemberCountAfter { get; init; }

    /// <summary>Requests sent, repeated ones included.</summary>
    public int Requests { get; init; }

    /// <summary>Requests that were repeats of a failed one.</summary>
    public int Retries { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Rows received for each second of <see cref="Duration"/>.</summary>
    public double RowsPerSecond => Duration > TimeSpan.Zero ? Math.Round(Received / Duration.TotalSeconds, 1) : 0;

    /// <summary>The file with the rows that did not become members; null where none was asked for.</summary>
    public string? FailurePath { get; init; }

    /// <summary>The checkpoint; null where none was asked for.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Why it ended before the end of the input; null where it didn't.</summary>
    public string? StoppedBecause { get; init; }

    /// <summary>Whether the input was read to its end, and each row that wasn't blank or a double is a member now. An input without a row
    /// that isn't blank has never succeeded: a broken export looks like that.</summary>
    public bool Succeeded =>
        StoppedBecause is null && Received > Blank && Invalid == 0 && Rejected == 0 && Unknown == 0 && NotSent == 0;

    /// <summary>The counts in a sentence.</summary>
    public override string ToString() => ShownCounts.Sentence(
        FormattableString.Invariant($"{Added:N0} of {Received:N0} rows added"),
        (AlreadyMember, "members already"),
        (DuplicateInInput, "a number again"),
        (Blank, "blank"),
        (Invalid, "invalid"),
        (Rejected, "rejected"),
        (Unknown, "unknown"),
        (NotSent, "not sent"));
}
