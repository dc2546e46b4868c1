using System.IO.Enumeration;

namespace AudienceTools.Core;

/// <summary>Finds audiences by what people or lost answers know of them.</summary>
internal static class AudienceLookup
{
    private const int MostListed = 10;
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(2);

    public static AudienceException NoSuchAudience(string id, Exception? inner = null) => new(
        AudienceErrorCode.AudienceNotFound, $"There is no audience '{id}'. List what there is with Get-Audience.", inner)
    {
        Target = id,
        StatusCode = (inner as AudienceException)?.StatusCode,
        RequestId = (inner as AudienceException)?.RequestId,
        Attempts = (inner as AudienceException)?.Attempts ?? 0,
    };

    /// <summary>Whether a name fits a pattern with <c>*</c> and <c>?</c>, in any case.</summary>
    public static bool Fits(string name, string pattern) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);

    public static async Task<Audience> FindAsync(AudienceClient client, string text, CancellationToken cancellationToken)
    {
        var all = await ListAsync(client, cancellationToken);
        List<Audience> found = all.FindAll(audience => string.Equals(audience.Id, text, StringComparison.Ordinal));
        if (found.Count == 0)
        {
            found = all.FindAll(audience => string.Equals(audience.Name, text, StringComparison.OrdinalIgnoreCase));
        }

        if (found.Count == 0 && text.AsSpan().ContainsAny('*', '?'))
        {
            found = all.FindAll(audience => Fits(audience.Name, text));
        }

        return found.Count switch
        {
            1 => found[0],
            0 => throw new AudienceException(
                AudienceErrorCode.AudienceNotFound,
                all.Count == 0
                    ? $"There is no audience '{text}': there is none at all yet. Create one with New-Audience."
                    : $"There is no audience '{text}'. There are: {Listed(all, static audience => $"'{audience.Name}'")}.")
            {
                Target = text,
            },
            _ => throw new AudienceException(
                AudienceErrorCode.AudienceAmbiguous,
                $"'{text}' fits {found.Count} audiences: {Listed(found, static audience => $"'{audience.Name}' ({audience.Id})")}. Give the id of the one that is meant.")
            {
                Target = text,
            },
        };
    }

    /// <summary>
    /// Whether an audience was created although the answer was lost: the one with that name from about that time, if there is
    /// just one.
    /// </summary>
    public static async Task<Audience> AfterLostAnswerAsync(
        AudienceClient client, string name, DateTimeOffset started, AudienceException? lost, CancellationToken cancellationToken)
    {
        string what;
        try
        {
            var found = await CreatedSinceAsync(client, name, started, cancellationToken);
            if (found.Count == 1)
            {
                return found[0];
            }

            what = $"{(found.Count == 0 ? "no" : "more than one")} audience of that name and time is there";
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

    /// <summary>The audiences of a name that were created since a time, give or take what two clocks may differ.</summary>
    public static async Task<List<Audience>> CreatedSinceAsync(
        AudienceClient client, string name, DateTimeOffset started, CancellationToken cancellationToken) =>
        (await ListAsync(client, cancellationToken)).FindAll(audience =>
            string.Equals(audience.Name, name, StringComparison.Ordinal)
            && audience.CreatedAt > started - ClockDifference
            && audience.CreatedAt < client.Time.GetUtcNow() + ClockDifference);

    /// <summary>Says so where a name is taken, on a service whose campaigns would not know which of the two is meant.</summary>
    public static async Task WarnOfSameNameAsync(
        AudienceClient client, string name, Action<string> warn, CancellationToken cancellationToken)
    {
        if ((await ListAsync(client, cancellationToken)).Exists(audience => string.Equals(audience.Name, name, StringComparison.Ordinal)))
        {
            warn($"There is an audience '{name}' already, and campaigns on {client.Service} refer to an audience by its name.");
        }
    }

    /// <summary>The same error with the campaigns that hold the audience, where the service's list tells them.</summary>
    public static async Task<AudienceException> WithCampaignsAsync(
        AudienceClient client, string id, AudienceException inUse, CancellationToken cancellationToken)
    {
        AudienceCampaign[] holding = [];
        try
        {
            var audience = (await ListAsync(client, cancellationToken)).Find(
                audience => string.Equals(audience.Id, id, StringComparison.Ordinal));
            holding = [.. audience?.Campaigns.Where(static campaign => campaign.Status is not ("completed" or "failed")) ?? []];
        }
        catch (AudienceException)
        {
            // That it is in use is known; by what, stays unsaid.
        }

        return new AudienceException(
            AudienceErrorCode.AudienceInUse,
            holding.Length == 0
                ? inUse.Message
                : $"The audience is in use by {string.Join(", ", (object[])holding)}. Stop or delete what uses it first. {inUse.Message}",
            inUse)
        {
            StatusCode = inUse.StatusCode,
            RequestId = inUse.RequestId,
            Attempts = inUse.Attempts,
            Campaigns = holding,
        };
    }

    private static async Task<List<Audience>> ListAsync(AudienceClient client, CancellationToken cancellationToken)
    {
        var all = new List<Audience>();
        await foreach (var page in client.ListAudiencesAsync(Paging.ListRange.All, cancellationToken))
        {
            all.AddRange(page.Items);
        }

        return all;
    }

    private static string Listed(List<Audience> audiences, Func<Audience, string> show) =>
        string.Join(", ", audiences.Take(MostListed).Select(show))
        + (audiences.Count > MostListed ? $" and {audiences.Count - MostListed} more" : "");
}
