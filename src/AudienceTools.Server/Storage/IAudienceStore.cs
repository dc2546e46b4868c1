namespace AudienceTools.Server.Storage;

/// <summary>The seam between the APIs and whatever keeps the data.</summary>
internal interface IAudienceStore : IAsyncDisposable
{
    /// <summary>A random number of this database; public ids are mixed with it, so ids of another database name nothing here.</summary>
    ulong Salt { get; }

    /// <summary>Runs <paramref name="read"/> on one consistent state of everything that was acknowledged so far.</summary>
    Task<T> ReadAsync<T>(Func<IAudienceReader, T> read, CancellationToken cancellation);

    /// <summary>
    /// Runs <paramref name="write"/> as one atomic change and completes once it is durable. An exception undoes the change and
    /// comes back to the caller. The function may run more than once and off the caller's thread: it must not touch anything else.
    /// </summary>
    /// <param name="write">The change.</param>
    /// <param name="weight">About how many rows it writes.</param>
    /// <param name="cancellation">Gives up waiting for a place in the queue; a change that is queued runs to its end.</param>
    /// <exception cref="StoreFullException">There is no room left.</exception>
    /// <exception cref="StoreUnavailableException">The data can't be written now.</exception>
    Task<T> WriteAsync<T>(Func<IAudienceWriter, T> write, int weight, CancellationToken cancellation);
}

/// <summary>Reads within one consistent state. Lists keep the order in which things were added.</summary>
internal interface IAudienceReader
{
    Audience? FindAudience(long id);

    Slice<Audience> Audiences(in SliceRequest request, Func<Audience, bool>? filter = null);

    Slice<Member> Members(Audience audience, in SliceRequest request, Func<Member, bool>? filter = null);

    /// <summary>
    /// The columns that the audience's members ever had beside the phone number, in the order in which they came; null where there are too
    /// many to be told.
    /// </summary>
    IReadOnlyList<string>? ColumnsOf(Audience audience);

    /// <summary>Whether the member is in another audience too.</summary>
    bool IsElsewhere(Member member);

    Contact? FindContact(long id);

    Contact? FindContactByPhone(long phone);

    Slice<Contact> Contacts(in SliceRequest request, Func<Contact, bool>? filter = null);

    /// <summary>The organisation's contacts that are not in <paramref name="audience"/>.</summary>
    Slice<Contact> ContactsOutside(Audience audience, in SliceRequest request, Func<Contact, bool>? filter = null);

    Campaign? FindCampaign(long id);

    Slice<Campaign> Campaigns(in SliceRequest request);

    IReadOnlyList<Campaign> CampaignsOf(long audienceId);

    ILookup<long, Campaign> CampaignsByAudience();

    Import? FindImport(long id);

    /// <summary>The oldest import that isn't done.</summary>
    Import? FindWaitingImport();

    Slice<Import> Imports(in SliceRequest request);
}

/// <summary>Changes within one atomic step. An <see cref="Audience"/> that is passed in must come from the same step.</summary>
internal interface IAudienceWriter : IAudienceReader
{
    Audience CreateAudience(NewAudience audience);

    /// <summary>Null leaves a value as it is.</summary>
    Audience UpdateAudience(Audience audience, string? name, string? description);

    void DeleteAudience(Audience audience);

    /// <summary>Deletes the audience and those of its members that are in no other one; returns how many those were.</summary>
    int DeleteWithContacts(Audience audience);

    /// <summary>Takes all members out, and gives the phone number column the name and place that the next ones have it under.</summary>
    Audience ClearAudience(Audience audience, string phoneColumn, int phonePosition);

    /// <summary>
    /// Adds rows in their order, creating contacts that are not known. Members that are there already are left alone.
    /// </summary>
    /// <returns>The places of the rows that were members already, in their order.</returns>
    IReadOnlyList<int> AddRows(Audience audience, IReadOnlyList<ContactRow> rows);

    /// <summary>Adds known contacts; returns how many became members.</summary>
    int AddContacts(Audience audience, IReadOnlyList<Contact> contacts);

    /// <summary>Removes whichever of the contacts are members; returns how many were.</summary>
    int RemoveContacts(Audience audience, IEnumerable<long> contactIds);

    /// <summary>Removes the members at these places; returns how many there were.</summary>
    int RemovePlaces(Audience audience, IEnumerable<long> places);

    /// <summary>The phone number must not be known yet.</summary>
    Contact CreateContact(ContactChange contact);

    Contact UpdateContact(Contact contact, ContactChange change);

    /// <summary>Deletes the contact and takes it out of every audience.</summary>
    void DeleteContact(Contact contact);

    Campaign CreateCampaign(string name, long audienceId, string? flow, CampaignStatus status);

    Campaign SetStatus(Campaign campaign, CampaignStatus status);

    void DeleteCampaign(Campaign campaign);

    /// <summary>Keeps contacts to be created or updated later, beside a number of those that can't be.</summary>
    Import CreateImport(long? audienceId, IReadOnlyList<ContactChange> rows, int failed);

    /// <summary>Gives the next contacts of an import; they are gone from it if this step is kept.</summary>
    IReadOnlyList<ContactChange> TakeImportRows(Import import, int count);

    /// <summary>Keeps how far an import has come. When it is done, whatever contacts it still has are dropped.</summary>
    void UpdateImport(Import import);

    KeptAnswer? FindAnswer(string principal, string key);

    void KeepAnswer(string principal, string key, KeptAnswer answer);
}
