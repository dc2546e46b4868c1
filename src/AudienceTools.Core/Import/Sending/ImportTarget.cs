using AudienceTools.Core.Dialects;
using AudienceTools.Core.Import.Checkpoints;

namespace AudienceTools.Core.Import.Sending;

/// <summary>Where the contacts go.</summary>
internal interface IImportTarget
{
    /// <summary>The audience, where there is one already.</summary>
    Audience? Audience { get; }

    /// <summary>The name of the phone column there.</summary>
    string PhoneColumn { get; }

    /// <summary>Makes the audience ready; called once, with the first batch.</summary>
    Task<OpenedAudience> OpenAsync(ContactBatch first);
}

/// <summary>An audience that is ready to take contacts.</summary>
/// <param name="Audience">The audience.</param>
/// <param name="MembersBefore">Its members before the import, where the service tells.</param>
/// <param name="FirstBatch">What became of the first batch, where the audience was created from it.</param>
internal sealed record OpenedAudience(Audience Audience, long? MembersBefore, AddedContacts? FirstBatch = null)
{
    private static readonly IReadOnlySet<string> NoNumbers = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// The numbers of its members before the import; null where they aren't known, or where the service itself tells known rows from
    /// new ones.
    /// </summary>
    public IReadOnlySet<string>? Members { get; init; }

    /// <summary>What <see cref="Members"/> is for an audience without members.</summary>
    public static IReadOnlySet<string>? NoMembers(ServiceDialect dialect) => dialect.TellsKnownContacts ? null : NoNumbers;

    /// <summary>Whether the members before are gone.</summary>
    public bool Replaced { get; init; }
}

/// <summary>An audience that is there.</summary>
internal sealed class ExistingTarget(
    AudienceClient client, Audience audience, ImportJournal? journal, bool eachRow, CancellationToken cancellationToken) : IImportTarget
{
    public Audience? Audience => audience;

    public string PhoneColumn => audience.PhoneColumn ?? client.Dialect.PhoneColumn;

    public async Task<OpenedAudience> OpenAsync(ContactBatch first)
    {
        var before = journal?.MembersBefore;
        if (journal?.AudienceId is null)
        {
            before = await client.CountMembersAsync(audience.Id, cancellationToken);
            journal?.Open(audience.Id, before);
        }

        return new(audience, before)
        {
            Members = before == 0 ? OpenedAudience.NoMembers(client.Dialect)
                : eachRow && !client.Dialect.TellsKnownContacts ? await MemberNumbers.ReadAsync(client, audience.Id, cancellationToken)
                : null,
        };
    }
}

/// <summary>An audience that is created when the first batch was read, so that bad input leaves nothing behind.</summary>
internal sealed class NewTarget(
    AudienceClient client, AudienceDefinition definition, Namesakes namesakes, ImportJournal? journal, CancellationToken cancellationToken)
    : IImportTarget
{
    // A service keeps what it did for a key for a day. After that it would do it again.
    private static readonly TimeSpan KeysLast = TimeSpan.FromHours(23);

    public Audience? Audience => null;

    public string PhoneColumn => client.Dialect.PhoneColumn;

    public async Task<OpenedAudience> OpenAsync(ContactBatch first)
    {
        if (journal?.AudienceId is { } id)
        {
            return Opened(await ReadOwnAsync(id, journal) with { Name = definition.Name });
        }

        var withContacts = client.Dialect.CreatesWithContacts;
        var wanted = definition with
        {
            IdentifierColumn = first.Rows[0].IdentifierColumn, Contacts = withContacts ? [.. first.Contacts] : [],
        };
        if (await FindOwnAsync(wanted) is { } own)
        {
            journal?.Open(own.Id, membersBefore: 0);
            return Opened(own);
        }

        journal?.Create(client.Time.GetUtcNow());
        var (audience, isAnswered) = await client.TryCreateAudienceAsync(wanted, namesakes, Key(), cancellationToken);
        journal?.Open(audience.Id, membersBefore: 0);

        // One that was found by its name after a lost answer may be another's: its first batch is sent again, which does no harm.
        var opened = Opened(audience);
        return withContacts && isAnswered
            ? opened with { FirstBatch = new AddedContacts(first.Rows.Count, 0, [], MemberCount: first.Rows.Count) }
            : opened;
    }

    private async Task<Audience> ReadOwnAsync(string id, ImportJournal journal)
    {
        try
        {
            return await client.GetAudienceAsync(id, cancellationToken);
        }
        catch (AudienceException exception) when (exception.Code == AudienceErrorCode.AudienceNotFound)
        {
            throw journal.AudienceIsGone(id, exception);
        }
    }

    // Whatever members it has come from this import, from an earlier run of it or from a try whose answer was lost.
    // Where nothing can be added to an audience that is there, whether the contacts came with it can't be known.
    private OpenedAudience Opened(Audience audience) => new(audience, MembersBefore: 0)
    {
        Members = OpenedAudience.NoMembers(client.Dialect),
        FirstBatch = client.Dialect.Limits.OneBatch ? new AddedContacts(0, 0, [], MemberCount: null) : null,
    };

    private string Key() => journal is null ? IdempotencyKeys.New() : journal.Job + "-create";

    // A run that was killed may have created the audience and not come to write that down. A service that knows idempotency keys gives it
    // again; elsewhere it is found by its name, its time and its members. Where the name is somebody else's by now, nothing is created.
    private async Task<Audience?> FindOwnAsync(AudienceDefinition wanted)
    {
        if (journal?.Creating is not { } since || (client.Dialect.KnowsIdempotencyKeys && client.Time.GetUtcNow() - since < KeysLast))
        {
            return null;
        }

        var (possible, others) = await namesakes.SinceAsync(client, wanted, since, cancellationToken);
        if (possible.Count == 0)
        {
            return others.Count == 0 || definition.AllowDuplicateName
                ? null
                : throw Namesakes.Exists(client.Dialect, definition.Name, others);
        }

        return possible.Count == 1 && namesakes.IsWhole ? possible[0] : throw new AudienceException(
            AudienceErrorCode.OutcomeUnknown,
            $"The import that was stopped may have created {AudienceLookup.Listed(possible)}, and whether it did is not known. Add to the right one with Add-AudienceContact, or begin anew with -DiscardCheckpoint and -AllowDuplicateName.")
        {
            Target = definition.Name,
        };
    }
}

/// <summary>An audience whose members are replaced by the first batch, which is the whole of the input.</summary>
internal sealed class ReplacedTarget(
    AudienceClient client, Audience audience, Func<long?, int, Task<bool>> mayReplace, CancellationToken cancellationToken) : IImportTarget
{
    public Audience? Audience => audience;

    public string PhoneColumn => audience.PhoneColumn ?? client.Dialect.PhoneColumn;

    public async Task<OpenedAudience> OpenAsync(ContactBatch first)
    {
        var before = await client.CountMembersAsync(audience.Id, cancellationToken);
        if (!await mayReplace(before, first.Rows.Count))
        {
            throw new OperationCanceledException("Whoever was asked did not want the members replaced.");
        }

        await client.ReplaceMembersAsync(audience.Id, [.. first.Contacts], cancellationToken);
        return new(audience, before, new AddedContacts(first.Rows.Count, 0, [], MemberCount: null)) { Replaced = true };
    }
}
