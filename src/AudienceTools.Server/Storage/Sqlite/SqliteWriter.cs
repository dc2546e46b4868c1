namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>
/// Writes audiences, campaigns and kept answers; members and contacts, and imports, stand in the other parts of this class. It
/// keeps nothing between two calls, so a transaction that is undone leaves nothing behind here.
/// </summary>
internal sealed partial class SqliteWriter(Database database, TimeProvider time) : SqliteReader(database, health: null), IAudienceWriter
{
    /// <summary>For how long an idempotency key is remembered.</summary>
    private static readonly TimeSpan s_answerLifetime = TimeSpan.FromHours(24);

    /// <summary>Keeps a number under a name.</summary>
    public bool KeepSetting(string name, long value) =>
        Database.Prepare("INSERT OR REPLACE INTO setting VALUES(?1, ?2)").Bind(name).Bind(value).Run() > 0;

    public Audience CreateAudience(NewAudience audience)
    {
        var now = time.GetUtcNow();
        Database.Prepare("""
            INSERT INTO audience(name, description, phone_column, phone_position, identifier_column, dynamic, created, updated)
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)
            """)
            .Bind(audience.Name)
            .Bind(audience.Description)
            .Bind(audience.PhoneColumn)
            .Bind(audience.PhonePosition)
            .Bind(audience.IdentifierColumn)
            .Bind(audience.IsDynamic ? 1 : 0)
            .Bind(now)
            .Run();
        return FindAudience(Database.LastInsertId)!;
    }

    public Audience UpdateAudience(Audience audience, string? name, string? description)
    {
        Database.Prepare("UPDATE audience SET name = ?2, description = ?3, updated = ?4 WHERE id = ?1")
            .Bind(audience.Id)
            .Bind(name ?? audience.Name)
            .Bind(description ?? audience.Description)
            .Bind(time.GetUtcNow())
            .Run();
        return FindAudience(audience.Id)!;
    }

    public void DeleteAudience(Audience audience)
    {
        Database.Prepare("DELETE FROM membership WHERE audience_id = ?1").Bind(audience.Id).Run();
        Database.Prepare("DELETE FROM gap WHERE scope = ?1").Bind(audience.Id).Run();
        Database.Prepare("DELETE FROM audience_column WHERE audience_id = ?1").Bind(audience.Id).Run();
        Database.Prepare("DELETE FROM audience WHERE id = ?1").Bind(audience.Id).Run();
    }

    public Audience ClearAudience(Audience audience, string phoneColumn, int phonePosition)
    {
        Database.Prepare("DELETE FROM membership WHERE audience_id = ?1").Bind(audience.Id).Run();
        Places.RemovedAll(Database, audience.Id, audience.LastSeq);
        Database.Prepare("UPDATE audience SET member_count = 0, phone_column = ?2, phone_position = ?3, updated = ?4 WHERE id = ?1")
            .Bind(audience.Id)
            .Bind(phoneColumn)
            .Bind(phonePosition)
            .Bind(time.GetUtcNow())
            .Run();
        return FindAudience(audience.Id)!;
    }

    public Campaign CreateCampaign(string name, long audienceId, string? flow, CampaignStatus status)
    {
        Database.Prepare("INSERT INTO campaign(name, audience_id, flow, status, created, updated) VALUES(?1, ?2, ?3, ?4, ?5, ?5)")
            .Bind(name)
            .Bind(audienceId)
            .Bind(flow)
            .Bind((long)status)
            .Bind(time.GetUtcNow())
            .Run();
        return FindCampaign(Database.LastInsertId)!;
    }

    public Campaign SetStatus(Campaign campaign, CampaignStatus status)
    {
        Database.Prepare("UPDATE campaign SET status = ?2, updated = ?3 WHERE id = ?1")
            .Bind(campaign.Id)
            .Bind((long)status)
            .Bind(time.GetUtcNow())
            .Run();
        return FindCampaign(campaign.Id)!;
    }

    public void DeleteCampaign(Campaign campaign) => Database.Prepare("DELETE FROM campaign WHERE id = ?1").Bind(campaign.Id).Run();

    public KeptAnswer? FindAnswer(string principal, string key)
    {
        using var query = Database
            .Prepare("SELECT request, status, body FROM answer WHERE principal = ?1 AND key = ?2 AND created > ?3")
            .Bind(principal)
            .Bind(key)
            .Bind(time.GetUtcNow() - s_answerLifetime);
        return query.Step() ? new KeptAnswer(query.Bytes(0).ToArray(), (int)query.Int64(1), query.Bytes(2).ToArray()) : null;
    }

    public void KeepAnswer(string principal, string key, KeptAnswer answer)
    {
        var now = time.GetUtcNow();
        Database.Prepare("DELETE FROM answer WHERE created <= ?1").Bind(now - s_answerLifetime).Run();
        Database.Prepare("INSERT OR REPLACE INTO answer VALUES(?1, ?2, ?3, ?4, ?5, ?6)")
            .Bind(principal)
            .Bind(key)
            .BindBlob(answer.RequestHash)
            .Bind(answer.Status)
            .BindBlob(answer.Body)
            .Bind(now)
            .Run();
    }
}
