namespace AudienceTools;

/// <summary>The account of one removal. Always: <c>Requested = Removed + NotMember + Rejected + Unknown + NotSent</c>.</summary>
public sealed class AudienceRemovalReceipt
{
    /// <summary>The audience's name; null where contacts were taken out of the organisation.</summary>
    public string? Audience { get; init; }

    /// <summary>The audience's identifier; null likewise.</summary>
    public string? AudienceId { get; init; }

    /// <summary>The service it lives on, as <see cref="AudienceService"/> names it.</summary>
    public string Service { get; init; } = nameof(AudienceService.Local);

    /// <summary>Contacts that were to be removed; one that was given twice counts once.</summary>
    public long Requested { get; init; }

    /// <summary>Contacts that were members and are no longer.</summary>
    public long Removed { get; init; }

    /// <summary>Contacts that were no members.</summary>
    public long NotMember { get; init; }

    /// <summary>Contacts whose removal the service refused for another reason than that it doesn't know them. They may be members still.</summary>
    public long Rejected { get; init; }

    /// <summary>Contacts whose removal was sent without an answer that tells what became of it.</summary>
    public long Unknown { get; init; }

    /// <summary>Contacts whose removal was never sent, since it ended before.</summary>
    public long NotSent { get; init; }

    /// <summary>Which were no members, as they were given, where that is known: some services give their number only.</summary>
    public IReadOnlyList<string> NotMembers { get; init => field = new ShownList<string>(value); } = ShownList<string>.None;

    /// <summary>
    /// Which contacts the organisation may have still, since their removal was refused, has an unknown outcome or was never sent: ids, or
    /// numbers that weren't looked up. Empty where members were taken out of an audience only.
    /// </summary>
    public IReadOnlyList<string> Remaining { get; init => field = new ShownList<string>(value); } = ShownList<string>.None;

    /// <summary>The audience's members before, where the service tells.</summary>
    public long? MemberCountBefore { get; init; }

    /// <summary>The audience's members afterwards, where the service tells.</summary>
    public long? MemberCountAfter { get; init; }

    /// <summary>Why it ended early; null where it didn't.</summary>
    public string? StoppedBecause { get; init; }

    /// <summary>Whether none of them is a member now.</summary>
    public bool Succeeded => StoppedBecause is null && Rejected == 0 && Unknown == 0 && NotSent == 0;

    /// <summary>The counts in a sentence.</summary>
    public override string ToString() => ShownCounts.Sentence(
        FormattableString.Invariant($"{Removed:N0} of {Requested:N0} contacts removed"),
        (NotMember, "no members"),
        (Rejected, "rejected"),
        (Unknown, "unknown"),
        (NotSent, "not sent"));
}
