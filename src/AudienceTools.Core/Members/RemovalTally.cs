namespace AudienceTools.Core.Members;

/// <summary>
/// What a service has said of the removals that it took, held against how many members there were before and after. OliAI tells the
/// number of members only; and a removal that was sent twice finds nothing to remove the second time.
/// </summary>
internal readonly record struct RemovalTally
{
    /// <summary>Contacts of answers that tell how many were removed.</summary>
    private long Counted { get; init; }

    /// <summary>How many those answers tell.</summary>
    private long Told { get; init; }

    /// <summary>Contacts of answers that don't tell.</summary>
    private long Untold { get; init; }

    /// <summary>The members after the last of the answers, where it tells.</summary>
    private long? Left { get; init; }

    /// <summary>Adds an answer to the removal of some contacts.</summary>
    public RemovalTally With(int contacts, RemovedContacts answer) => answer.Removed is { } removed
        ? this with { Counted = Counted + contacts, Told = Told + removed, Left = answer.MemberCount }
        : this with { Untold = Untold + contacts, Left = answer.MemberCount };

    /// <summary>How many of the contacts were removed, how many were no members, and of how many neither is known.</summary>
    /// <param name="before">The members before.</param>
    /// <param name="after">The members afterwards.</param>
    /// <param name="unknown">Contacts whose removal has no answer: they may be part of the difference.</param>
    public (long Removed, long NotMembers, long Unknown) Settle(long? before, long? after, long unknown)
    {
        var told = Math.Min(Told, Counted);
        // Numbers that contradict each other don't tell who was no member.
        if (before - (after ?? Left) is not { } fallen
            || (Untold > 0 && fallen < Counted + Untold && Contradiction(before, after, unknown) is not null))
        {
            return (told, Counted - told, unknown + Untold);
        }

        var removed = Math.Clamp(fallen - unknown, told, Counted + Untold);
        return (removed, Counted + Untold - removed, unknown);
    }

    /// <summary>What the answers and the numbers of members say that can't both be true; null where they agree.</summary>
    public string? Contradiction(long? before, long? after, long unknown)
    {
        if (Told > Counted)
        {
            return FormattableString.Invariant($"says that it removed {Told} members, where {Counted} were to be removed");
        }

        if (before - after is { } fallen && Counted + Untold > 0 && (fallen < Told || fallen > Told + Untold + unknown))
        {
            return FormattableString.Invariant(
                $"{(Untold == 0 ? $"says that it removed {Told} members" : $"took {Counted + Untold} removals")}, and speaks of {before} members before and {after} afterwards");
        }

        return Left is { } left && after is { } now && left != now
            ? FormattableString.Invariant($"spoke of {left} members after the last removal, and then of {now}") : null;
    }
}
