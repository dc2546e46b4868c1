namespace AudienceTools;

/// <summary>A campaign, as far as an audience knows it.</summary>
/// <param name="Id">The service's identifier.</param>
/// <param name="Name">The name people know it by.</param>
/// <param name="Status">The state in the service's own words, such as <c>running</c>; open-ended.</param>
public sealed record AudienceCampaign(string Id, string Name, string? Status)
{
    /// <summary>Name and state, so that a list of campaigns in a message reads well.</summary>
    public override string ToString() => Status is null ? $"'{Name}'" : $"'{Name}' ({Status})";
}
