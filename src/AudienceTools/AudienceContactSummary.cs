namespace AudienceTools;

/// <summary>
/// What a check of contacts found, without sending any. Always: <c>Received = Valid + Blank + Invalid + DuplicateInInput</c>.
/// </summary>
public sealed class AudienceContactSummary
{
    /// <summary>Rows read from the input.</summary>
    public long Received { get; init; }

    /// <summary>Rows that would be sent.</summary>
    public long Valid { get; init; }

    /// <summary>Rows that are empty.</summary>
    public long Blank { get; init; }

    /// <summary>Rows that can't be used.</summary>
    public long Invalid { get; init; }

    /// <summary>Rows whose number stands in an earlier row.</summary>
    public long DuplicateInInput { get; init; }

    /// <summary>How many rows would not be sent, by reason.</summary>
    public IReadOnlyDictionary<string, long> Reasons { get; init => field = new ShownCounts(value); } = ShownCounts.None;

    /// <summary>The file with the rows that can't be used; null where none was asked for.</summary>
    public string? FailurePath { get; init; }

    /// <summary>Whether every row that isn't blank can be used, and there is one.</summary>
    public bool Succeeded => Received > Blank && Invalid == 0;

    /// <summary>The counts in a sentence.</summary>
    public override string ToString() => ShownCounts.Sentence(
        FormattableString.Invariant($"{Valid:N0} of {Received:N0} rows can be sent"),
        (Invalid, "invalid"),
        (DuplicateInInput, "a number again"),
        (Blank, "blank"));
}
