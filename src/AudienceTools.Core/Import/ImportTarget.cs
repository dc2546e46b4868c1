namespace AudienceTools.Core.Import;

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
    /// <summary>The numbers of its members, where each row's fate is wanted and the service doesn't tell known rows from new ones.</summary>
    public IReadOnlySet<string> Members { get; init; } = new HashSet<string>(StringComparer.Ordinal);

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
        var members = eachRow && !client.Dialect.TellsKnownContacts ? await MembersAsync() : new HashSet<string>(StringComparer.Ordinal);
        if (journal?.AudienceId is not null)
        {
            return new(audience, journal.MembersBefore) { Members = members };
        }

        var before = await client.CountMembersAsync(audience.Id, cancellationToken);
        journal?.Open(audience.Id, before);
        return new(audience, before) { Members = members };
    }

    private async Task<HashSet<string>> MembersAsync()
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var page in client.ListMembersAsync(audience.Id, new MemberQuery(), Paging.ListRange.All, cancellationToken))
        {
            members.UnionWith(page.Items.Select(static member => member.PhoneNumber).OfType<string>());
        }

        return members;
    }
}

/// <summary>An audience that is created when the first batch was read, so that bad input leaves nothing behind.</summary>
internal sealed class NewTarget(AudienceClient client, AudienceDefinition definition, ImportJournal? journal, CancellationToken cancellationToken)
    : IImportTarget
{
    public Audience? Audience => null;

    public string PhoneColumn => client.Dialect.PhoneColumn;

    public async Task<OpenedAudience> OpenAsync(ContactBatch first)
    {
        if (journal?.AudienceId is { } id)
        {
            return new((await client.GetAudienceAsync(id, cancellationToken)) with { Name = definition.Name }, MembersBefore: 0);
        }

        var withContacts = client.Dialect.CreatesWithContacts;
        var wanted = withContacts ? definition with { Contacts = [.. first.Contacts] } : definition;
        var audience = await FindOwnAsync() ?? await client.CreateAudienceAsync(wanted, Key(), cancellationToken);
        journal?.Open(audience.Id, membersBefore: 0);
        return new(
            audience, MembersBefore: 0, withContacts ? new AddedContacts(first.Rows.Count, 0, [], MemberCount: first.Rows.Count) : null);
    }

    private string Key() => journal is null ? IdempotencyKeys.New() : journal.Job + "-create";

    // A run that was killed may have created the audience and not come to write that down. A service that knows idempotency keys gives it
    // again; elsewhere it is found by its name and time.
    private async Task<Audience?> FindOwnAsync()
    {
        if (journal is not { Resumed: true } || client.Dialect.KnowsIdempotencyKeys)
        {
            return null;
        }

        var found = await AudienceLookup.CreatedSinceAsync(client, definition.Name, journal.Began, cancellationToken);
        return found.Count <= 1 ? found.SingleOrDefault() : throw new AudienceException(
            AudienceErrorCode.OutcomeUnknown,
            $"The import that was stopped may have created one of {found.Count} audiences named '{definition.Name}', and which one is not known. Add to the right one with Add-AudienceContact, or delete the others first.")
        {
            Target = definition.Name,
        };
    }
}

/// <summary>An audience whose members are replaced by the first batch, which is the whole of the input.</summary>
internal sealed class ReplacedTarget(AudienceClient client, Audience audience, CancellationToken cancellationToken) : IImportTarget
{
    public Audience? Audience => audience;

    public string PhoneColumn => audience.PhoneColumn ?? client.Dialect.PhoneColumn;

    public async Task<OpenedAudience> OpenAsync(ContactBatch first)
    {
        var before = await client.CountMembersAsync(audience.Id, cancellationToken);
        await client.ReplaceMembersAsync(audience.Id, [.. first.Contacts], cancellationToken);
        return new(audience, before, new AddedContacts(first.Rows.Count, 0, [], MemberCount: null)) { Replaced = true };
    }
}
