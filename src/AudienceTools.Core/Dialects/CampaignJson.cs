using System.Text.Json;

namespace AudienceTools.Core.Dialects;

/// <summary>Campaigns as services tell of them beside an audience, or in the error of a delete.</summary>
internal static class CampaignJson
{
    /// <summary>The campaigns in some properties. One that is given by a text alone has that for its identifier and its name.</summary>
    public static List<AudienceCampaign> Read(JsonElement element) =>
        [.. Json.Items(element, "campaigns").Concat(Json.Items(element, "activeCampaigns")).Select(One).OfType<AudienceCampaign>().Distinct()];

    /// <summary>The same of an error, which may have them a step further in.</summary>
    public static List<AudienceCampaign> OfError(JsonElement root) => Read(root) is { Count: > 0 } campaigns
        ? campaigns : Read(Json.Property(root, "data") ?? default);

    /// <summary>Whether an error says that there are active campaigns, though not which.</summary>
    public static bool AreCounted(JsonElement root) => Json.Count(root, "activeCampaigns") > 0;

    private static AudienceCampaign? One(JsonElement campaign)
    {
        if (campaign.ValueKind != JsonValueKind.Object)
        {
            return Json.Text(campaign) is { } text ? new(text, text, Status: null) : null;
        }

        var id = Json.Word(campaign, "_id") ?? Json.Word(campaign, "id");
        return new(id ?? "", Json.Word(campaign, "name") ?? id ?? "", Json.Word(campaign, "status"));
    }
}
