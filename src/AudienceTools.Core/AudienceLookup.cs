using System.IO.Enumeration;
using AudienceTools.Core.Http;

namespace AudienceTools.Core;

/// <summary>Finds audiences by what people know of them.</summary>
internal static class AudienceLookup
{
    private const int MostListed = 10;

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
                    : $"There is no audience '{text}'. There are: {Listed(all, static audience => $"'{Redaction.Name(audience.Name)}'")}.")
            {
                Target = text,
            },
            _ => throw new AudienceException(
                AudienceErrorCode.AudienceAmbiguous,
                $"'{text}' fits {found.Count} audiences: {Listed(found)}. Give the id of the one that is meant.")
            {
                Target = text,
            },
        };
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
            holding = [.. audience?.Campaigns.Where(static campaign => !IsOver(campaign)) ?? []];
        }
        catch (AudienceException)
        {
            // That it is in use is known; by what, stays unsaid.
        }

        return new AudienceException(
            AudienceErrorCode.AudienceInUse,
            holding.Length == 0
                ? inUse.Message
                : $"The audience is in use by {Redaction.Name(string.Join(", ", (object[])holding))}. Stop or delete what uses it first. {inUse.Message}",
            inUse)
        {
            StatusCode = inUse.StatusCode,
            RequestId = inUse.RequestId,
            Attempts = inUse.Attempts,
            Campaigns = holding,
        };
    }

    private static bool IsOver(AudienceCampaign campaign) =>
        campaign.Status?.ToUpperInvariant() is "COMPLETED" or "FAILED" or "CANCELLED";

    private static async Task<List<Audience>> ListAsync(AudienceClient client, CancellationToken cancellationToken)
    {
        var all = new List<Audience>();
        await foreach (var page in client.ListAudiencesAsync(Paging.ListRange.All, cancellationToken))
        {
            all.AddRange(page.Items);
        }

        return all;
    }

    /// <summary>Audiences by name and id.</summary>
    public static string Listed(IReadOnlyList<Audience> audiences) =>
        Listed(audiences, static audience => $"'{Redaction.Name(audience.Name)}' ({audience.Id})");

    private static string Listed(IReadOnlyList<Audience> audiences, Func<Audience, string> show) =>
        string.Join(", ", audiences.Take(MostListed).Select(show))
        + (audiences.Count > MostListed ? $" and {audiences.Count - MostListed} more" : "");
}
