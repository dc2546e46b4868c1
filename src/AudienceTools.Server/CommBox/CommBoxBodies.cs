using System.Globalization;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.CommBox;

/// <summary>Turns what is stored into what is sent, and the ids of requests into what is stored.</summary>
internal sealed class CommBoxBodies(PublicIds ids, TimeProvider time)
{
    private string Now => Timestamp.Format(time.GetUtcNow());

    public Answer List(IReadOnlyList<Audience> audiences) =>
        Answer.Of(new ListBody("200", "Audiences retrieved", Now, [.. audiences.Select(Of)]), CommBoxJson.Default.ListBody);

    public Answer Done(int status, string description, Audience audience) => Answer.Of(
        new DoneBody(status, description, Now, new AudienceReference(ids.CommBoxAudience(audience.Id))),
        CommBoxJson.Default.DoneBody,
        status);

    /// <summary>The audience that an id names.</summary>
    /// <exception cref="ApiException">404 where it names none.</exception>
    public Audience Audience(IAudienceReader reader, string id) =>
        (ids.TryCommBoxAudience(id, out var row) ? reader.FindAudience(row) : null) ?? throw ApiException.NotFound("Audience");

    private AudienceBody Of(Audience audience) => new(
        ids.CommBoxAudience(audience.Id),
        audience.Name,

        // Without a zone, as the vendor has been seen to write it.
        audience.Created.UtcDateTime.ToString("s", CultureInfo.InvariantCulture),
        audience.IsDynamic ? null : audience.MemberCount,
        audience.IsDynamic ? "Dynamic" : "Static");
}
