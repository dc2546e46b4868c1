namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>The tables and what marks a file as ours.</summary>
internal static class Schema
{
    /// <summary>"AuTo" in SQLite's header.</summary>
    public const int ApplicationId = 0x4175546F;

    public const string ContactTotal = "contact_total";
    public const string ContactLastId = "contact_last_id";
    public const string Salt = "salt";

    /// <summary>When the whole database was last checked, in milliseconds since 1970; absent where it never was.</summary>
    public const string Checked = "checked";

    /// <summary>Each step makes one version of the one before; the first makes version 1 of nothing. Steps never change.</summary>
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(FirstTables), new(ImportsAndDynamicAudiences), new(ColumnsOfAudiences, ColumnHistory.FindAll),
    ];

    public static int Version => Steps.Count;

    /// <summary>All tables and indexes.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "setting", "audience", "contact", "membership", "membership_by_contact", "gap", "campaign", "campaign_by_audience", "answer",
        "answer_by_age", "import", "import_waiting", "import_row", "audience_column",
    ];

    /// <summary>
    /// Members are clustered by their place, so that a page is one range. A gap row counts what was removed from one block of
    /// 1,024 places; most audiences have none. Scope 0 of the gaps is the list of contacts, whose places are their ids.
    /// </summary>
    private const string FirstTables = $"""
        CREATE TABLE setting(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO setting VALUES('{ContactTotal}', 0), ('{ContactLastId}', 0), ('{Salt}', random());

        CREATE TABLE audience(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            description TEXT,
            phone_column TEXT NOT NULL,
            phone_position INTEGER NOT NULL,
            identifier_column TEXT,
            last_seq INTEGER NOT NULL DEFAULT 0,
            member_count INTEGER NOT NULL DEFAULT 0,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL);

        CREATE TABLE contact(
            id INTEGER PRIMARY KEY,
            phone INTEGER NOT NULL UNIQUE,
            name TEXT,
            language TEXT,
            attributes TEXT NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL);

        CREATE TABLE membership(
            audience_id INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            contact_id INTEGER NOT NULL,
            data TEXT,
            PRIMARY KEY(audience_id, seq)) WITHOUT ROWID;
        CREATE UNIQUE INDEX membership_by_contact ON membership(contact_id, audience_id);

        CREATE TABLE gap(
            scope INTEGER NOT NULL,
            block INTEGER NOT NULL,
            removed INTEGER NOT NULL,
            PRIMARY KEY(scope, block)) WITHOUT ROWID;

        CREATE TABLE campaign(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            audience_id INTEGER NOT NULL,
            flow TEXT,
            status INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL);
        CREATE INDEX campaign_by_audience ON campaign(audience_id);

        CREATE TABLE answer(
            principal TEXT NOT NULL,
            key TEXT NOT NULL,
            request BLOB NOT NULL,
            status INTEGER NOT NULL,
            body BLOB NOT NULL,
            created INTEGER NOT NULL,
            PRIMARY KEY(principal, key)) WITHOUT ROWID;
        CREATE INDEX answer_by_age ON answer(created);
        """;

    /// <summary>Rows of an import are kept until they are done, and go in the step that does them.</summary>
    private const string ImportsAndDynamicAudiences = """
        ALTER TABLE audience ADD COLUMN dynamic INTEGER NOT NULL DEFAULT 0;

        CREATE TABLE import(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            audience_id INTEGER,
            status INTEGER NOT NULL,
            total INTEGER NOT NULL,
            created_count INTEGER NOT NULL,
            updated_count INTEGER NOT NULL,
            failed_count INTEGER NOT NULL,
            completed INTEGER);
        CREATE INDEX import_waiting ON import(id) WHERE completed IS NULL;

        CREATE TABLE import_row(
            import_id INTEGER NOT NULL,
            row INTEGER NOT NULL,
            phone INTEGER NOT NULL,
            name TEXT,
            language TEXT,
            attributes TEXT,
            PRIMARY KEY(import_id, row)) WITHOUT ROWID;
        """;

    /// <summary>One list of names an audience, a JSON array; null where it is too long to be told.</summary>
    private const string ColumnsOfAudiences = """
        CREATE TABLE audience_column(
            audience_id INTEGER PRIMARY KEY,
            names TEXT);
        """;
}

/// <summary>What makes one version of the schema of the one before.</summary>
/// <param name="Sql">The definitions.</param>
/// <param name="Fill">What the new tables hold of what is there.</param>
internal sealed record SchemaStep(string Sql, Action<Database>? Fill = null);
