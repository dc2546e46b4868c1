using System.Runtime.InteropServices;

namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>Reads audiences and campaigns; members and contacts, and imports, stand in the other parts of this class.</summary>
/// <param name="database">The connection.</param>
/// <param name="health">Where damage is noted that reading can do without; null where nothing may be done without.</param>
internal partial class SqliteReader(Database database, StoreHealth? health) : IAudienceReader
{
    private const string AudienceColumns =
        "id, name, description, phone_column, phone_position, identifier_column, dynamic, last_seq, member_count, created, updated";

    private const string CampaignColumns = "id, name, audience_id, flow, status, created, updated";

    protected Database Database { get; } = database;

    public long Setting(string name)
    {
        using var query = Database.Prepare("SELECT value FROM setting WHERE name = ?1").Bind(name);
        return query.Step() ? query.Int64(0) : 0;
    }

    public Audience? FindAudience(long id)
    {
        using var query = Database.Prepare($"SELECT {AudienceColumns} FROM audience WHERE id = ?1").Bind(id);
        return query.Step() ? ReadAudience(query) : null;
    }

    public Slice<Audience> Audiences(in SliceRequest request, Func<Audience, bool>? filter = null)
    {
        var total = filter is null ? Count("SELECT count(*) FROM audience") : (long?)null;
        using var query = Database.Prepare($"SELECT {AudienceColumns} FROM audience WHERE id > ?1 ORDER BY id").Bind(request.After ?? 0);
        return Collect(query, ReadAudience, static audience => audience.Id, request, filter, total);
    }

    public Campaign? FindCampaign(long id)
    {
        using var query = Database.Prepare($"SELECT {CampaignColumns} FROM campaign WHERE id = ?1").Bind(id);
        return query.Step() ? ReadCampaign(query) : null;
    }

    public Slice<Campaign> Campaigns(in SliceRequest request)
    {
        var total = Count("SELECT count(*) FROM campaign");
        using var query = Database.Prepare($"SELECT {CampaignColumns} FROM campaign WHERE id > ?1 ORDER BY id").Bind(request.After ?? 0);
        return Collect(query, ReadCampaign, static campaign => campaign.Id, request, filter: null, total);
    }

    public IReadOnlyList<Campaign> CampaignsOf(long audienceId)
    {
        using var query = Database.Prepare($"SELECT {CampaignColumns} FROM campaign WHERE audience_id = ?1 ORDER BY id").Bind(audienceId);
        return Collect(query, ReadCampaign, static campaign => campaign.Id, SliceRequest.Everything, filter: null, total: 0).Items;
    }

    public ILookup<long, Campaign> CampaignsByAudience() =>
        Campaigns(SliceRequest.Everything).Items.ToLookup(static campaign => campaign.AudienceId);

    protected long Count(string sql)
    {
        using var query = Database.Prepare(sql);
        query.Step();
        return query.Int64(0);
    }

    /// <summary>
    /// Walks over what a statement gives and keeps the part that is asked for. Without a filter it stops there; with one it
    /// goes to the end, for the total, unless it reads on from a position.
    /// </summary>
    protected static Slice<T> Collect<T>(
        Statement query,
        Func<Statement, T> read,
        Func<T, long> position,
        in SliceRequest request,
        Func<T, bool>? filter,
        long? total,
        Func<T, int>? bytes = null)
    {
        var items = new List<T>();
        var skip = request.After is null ? request.Skip : 0;
        long matched = 0;
        long taken = 0;
        var more = false;
        while (query.Step())
        {
            if (filter is null && matched < skip)
            {
                matched++;
                continue;
            }

            var item = read(query);
            if (filter is not null && !filter(item))
            {
                continue;
            }

            if (++matched <= skip)
            {
                continue;
            }

            taken += bytes?.Invoke(item) ?? 0;
            if (!more && items.Count < request.Take && (taken <= request.MaximumBytes || items.Count == 0))
            {
                items.Add(item);
                continue;
            }

            if (!more && items.Count < request.Take && !request.MayEndEarly)
            {
                throw new SliceTooLargeException();
            }

            more = true;
            if (filter is null || request.After is not null)
            {
                break;
            }
        }

        if (filter is not null)
        {
            total = request.After is null ? matched : null;
        }

        return new Slice<T>(items, total, more && items.Count > 0 ? position(CollectionsMarshal.AsSpan(items)[^1]) : null);
    }

    private static Audience ReadAudience(Statement row) => new(
        row.Int64(0),
        row.Text(1),
        row.TextOrNull(2),
        row.Text(3),
        (int)row.Int64(4),
        row.TextOrNull(5),
        row.Int64(6) != 0,
        row.Int64(7),
        row.Int64(8),
        row.Time(9),
        row.Time(10));

    private static Campaign ReadCampaign(Statement row) => new(
        row.Int64(0),
        row.Text(1),
        row.Int64(2),
        row.TextOrNull(3),
        (CampaignStatus)row.Int64(4),
        row.Time(5),
        row.Time(6));
}
