using AudienceTools.Server.Storage;
using Microsoft.AspNetCore.Mvc;

namespace AudienceTools.Server.Atoms;

/// <summary>Which campaigns a list is to have, and in which order; those that came first come first where nothing is said.</summary>
internal sealed class CampaignFilter
{
    [FromQuery(Name = "status")]
    public string? Status { get; init; }

    [FromQuery(Name = "sortField")]
    public string? SortField { get; init; }

    [FromQuery(Name = "sortOrder")]
    public string? SortOrder { get; init; }

    public IEnumerable<Campaign> Of(IEnumerable<Campaign> campaigns)
    {
        var found = string.IsNullOrEmpty(Status)
            ? campaigns
            : campaigns.Where(campaign => string.Equals(AtomsBodies.StatusName(campaign.Status), Status, StringComparison.OrdinalIgnoreCase));
        var sorted = SortField switch
        {
            "name" => found.OrderBy(static campaign => campaign.Name, StringComparer.OrdinalIgnoreCase),
            "status" => found.OrderBy(static campaign => AtomsBodies.StatusName(campaign.Status), StringComparer.Ordinal),
            "updatedAt" => found.OrderBy(static campaign => campaign.Updated),
            _ => found.OrderBy(static campaign => campaign.Created),
        };
        return string.Equals(SortOrder, "desc", StringComparison.OrdinalIgnoreCase) ? sorted.Reverse() : sorted;
    }
}
