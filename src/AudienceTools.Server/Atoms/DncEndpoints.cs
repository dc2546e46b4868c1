using AudienceTools.Server.Http;
using Microsoft.AspNetCore.Mvc;

namespace AudienceTools.Server.Atoms;

/// <summary>
/// `/atoms/v1/dnc`: the numbers that aren't to be called. The vendor finds them in calls or is given them elsewhere; nothing is ever
/// dialled here, so that there are none.
/// </summary>
internal static class DncEndpoints
{
    private const int DefaultSize = 50;
    private const int MaximumSize = 500;

    public static void MapAtomsDnc(this IEndpointRouteBuilder api) =>
        api.MapGet("/dnc", List).WithTags("Atoms").Produces<Envelope<DncPage>>().Produces<ErrorsBody>(StatusCodes.Status400BadRequest);

    private static Answer List(
        [FromQuery(Name = "page")] string? page, [FromQuery(Name = "offset")] string? size, [FromQuery(Name = "sortField")] string? sortField)
    {
        if (sortField is not (null or "createdAt" or "phoneNumber"))
        {
            throw ApiException.BadRequest("sortField must be createdAt or phoneNumber");
        }

        var body = new DncPage([], Pagination.Of(PageQuery.Number("page", page, 1), PageQuery.Number("offset", size, DefaultSize, MaximumSize), total: 0));
        return Answer.Of(new Envelope<DncPage>(Status: true, body), AtomsJson.Default.EnvelopeDncPage);
    }
}
