using AudienceTools.Core.Dialects;
using AudienceTools.Core.Import.Sending;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core;

/// <summary>
/// The audiences that have a name before one of that name is created. They say whether it may be created, and later, where the answer
/// to the create was lost, which audience of that name it can't have made.
/// </summary>
/// <param name="Ids">Their identifiers.</param>
/// <param name="IsWhole">Whether the service's list was read to its end, so that there are no others.</param>
internal sealed record Namesakes(IReadOnlyList<string> Ids, bool IsWhole)
{
    // A look at the name must not cost more than the create. Three pages are 300 audiences on OliAI, and all of them elsewhere.
    private const int MostRequests = 3;
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(2);

    /// <summary>What is there where nobody has looked.</summary>
    public static Namesakes Unknown { get; } = new([], IsWhole: false);

    /// <summary>Looks for them, in three requests at the most. Where the list is longer than that, what it has further on stays unsaid.</summary>
    /// <exception cref="AudienceException">
    /// <see cref="AudienceErrorCode.AudienceExists"/>, unless the definition allows for it.
    /// </exception>
    public static async Task<Namesakes> FindAsync(AudienceClient client, AudienceDefinition definition, CancellationToken cancellationToken)
    {
        var (found, isWhole) = await ReadAsync(client, definition.Name, MostRequests, cancellationToken);
        if (found.Count > 0 && !definition.AllowDuplicateName)
        {
            throw Exists(client.Dialect, definition.Name, found);
        }

        if (found.Count > 0 && client.Dialect.CampaignsGoByName)
        {
            client.Warn($"There is an audience '{definition.Name}' already, and campaigns on {client.Service} refer to an audience by its name.");
        }

        return new([.. found.Select(static audience => audience.Id)], isWhole);
    }

    /// <summary>
    /// The audiences of the name that weren't there before, parted into those that a create from about a time may have made and those that
    /// it can't have made.
    /// </summary>
    /// <param name="client">The service.</param>
    /// <param name="definition">What was to be created, with the contacts that went with it.</param>
    /// <param name="started">When it was sent; two clocks may differ a little.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<(List<Audience> Possible, List<Audience> Others)> SinceAsync(
        AudienceClient client, AudienceDefinition definition, DateTimeOffset started, CancellationToken cancellationToken)
    {
        var (found, _) = await ReadAsync(client, definition.Name, int.MaxValue, cancellationToken);
        var (possible, others) = (new List<Audience>(), new List<Audience>());
        foreach (var audience in found.Where(audience => !Ids.Contains(audience.Id, StringComparer.Ordinal)))
        {
            var fits = string.Equals(audience.Name, definition.Name, StringComparison.Ordinal)
                && audience.CreatedAt > started - ClockDifference
                && audience.CreatedAt < client.Time.GetUtcNow() + ClockDifference
                && await HoldsNoOthersAsync(client, audience, definition.Contacts, cancellationToken);
            (fits ? possible : others).Add(audience);
        }

        return (possible, others);
    }

    /// <summary>
    /// The audience that was created although the answer was lost: the one with that name from about that time, if there is just one
    /// that surely wasn't there before.
    /// </summary>
    public async Task<Audience> AfterLostAnswerAsync(
        AudienceClient client, AudienceDefinition definition, DateTimeOffset started, AudienceException? lost, CancellationToken cancellationToken)
    {
        var name = definition.Name;
        string what;
        try
        {
            var (possible, others) = await SinceAsync(client, definition, started, cancellationToken);
            if (possible.Count == 1 && IsWhole)
            {
                return possible[0];
            }

            what = (possible.Count, others.Count) switch
            {
                (0, 0) => "no audience of that name and time is there",
                (0, _) => $"what has that name now is of another time or has other members: {AudienceLookup.Listed(others)}",
                (1, _) => "one of that name and time is there, which may have been there before: the list is too long to know",
                _ => "more than one audience of that name and time is there",
            };
        }
        catch (AudienceException exception)
        {
            lost ??= exception;
            what = "the audiences that are there can't be listed either";
        }

        throw new AudienceException(
            AudienceErrorCode.OutcomeUnknown,
            $"Whether the audience '{name}' was created is not known: the answer was lost, and {what}. Look with Get-Audience before you try again.",
            lost)
        {
            Target = name,
            StatusCode = lost?.StatusCode,
            RequestId = lost?.RequestId,
            Attempts = lost?.Attempts ?? 1,
        };
    }

    /// <summary>The error for a name that is taken.</summary>
    public static AudienceException Exists(ServiceDialect dialect, string name, IReadOnlyList<Audience> found) => new(
        AudienceErrorCode.AudienceExists,
        $"There is an audience of that name already: {AudienceLookup.Listed(found)}. Nothing was sent. "
        + (ServiceCapabilities.Has(dialect.Service, ServiceOperation.AddContacts)
            ? "Add to it with Add-AudienceContact" : "Replace its members with Set-Audience -ReplaceMember")
        + ", give another name, or -AllowDuplicateName for a second audience of the name.")
    {
        Target = name,
    };

    /// <summary>Whether an audience has no members but those that went with its create: others are somebody else's.</summary>
    private static async Task<bool> HoldsNoOthersAsync(
        AudienceClient client, Audience audience, IReadOnlyList<Contact> contacts, CancellationToken cancellationToken)
    {
        var members = audience.MemberCount
            ?? (contacts.Count == 0 ? await client.CountMembersAsync(audience.Id, cancellationToken) : null);
        if (members > contacts.Count)
        {
            return false;
        }

        if (!ServiceCapabilities.Has(client.Service, ServiceOperation.ListMembers))
        {
            // Their number is all that can be known of them.
            return members == contacts.Count;
        }

        return members == 0 || contacts.Count == 0 || await MemberNumbers.AreAmongAsync(client, audience, contacts, cancellationToken);
    }

    private static async Task<(List<Audience> Found, bool IsWhole)> ReadAsync(
        AudienceClient client, string name, int mostRequests, CancellationToken cancellationToken)
    {
        var (found, isWhole, requests) = (new List<Audience>(), true, 0);
        var pager = new Pager<Audience>(
            async (request, token) =>
            {
                var page = await client.SendAsync(client.Dialect.FindAudiences(name, request), token);
                if (++requests < mostRequests || page.Next is null)
                {
                    return page;
                }

                isWhole = false;
                return page with { Next = null, Total = null };
            },
            static audience => audience.Id,
            message =>
            {
                isWhole = false;
                client.Warn(message);
            })
        {
            Way = new PagingWay { Largest = client.Dialect.LargestAudiencePage, MostAhead = 1 },
        };
        await foreach (var page in pager.ReadAsync(ListRange.All, cancellationToken))
        {
            found.AddRange(page.Items.Where(audience => IsSame(audience.Name, name)));
        }

        return (found, isWhole);
    }

    // What looks the same is the same: in any case, with blanks of any kind, an é of one character or of two.
    private static bool IsSame(string name, string other) =>
        string.Equals(AsSeen(name), AsSeen(other), StringComparison.OrdinalIgnoreCase);

    private static string AsSeen(string name)
    {
        var words = string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        try
        {
            return words.Normalize();
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair has no normal form.
            return words;
        }
    }
}
