using System.Buffers;
using System.Text.Json;
using AudienceTools.Server.Http;
using Microsoft.Data.Sqlite;

namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>
/// The columns that an audience's members ever had, in the order in which they came, kept while members are written within one step.
/// The phone number isn't among them. A list that is longer than an answer should hold is given up for good.
/// </summary>
internal sealed class ColumnHistory(Database database, long audienceId)
{
    /// <summary>How many names are told at the most.</summary>
    public const int MaximumNames = 5_000;

    /// <summary>How many bytes the list takes at the most, as JSON.</summary>
    public const int MaximumBytes = 256 * 1024;

    private IReadOnlyList<string> _latest = [];
    private List<string>? _names;
    private HashSet<string>? _known;
    private bool _isChanged;

    /// <summary>The names; null where there are too many to be told.</summary>
    public static IReadOnlyList<string>? Read(Database database, long audienceId)
    {
        using var query = database.Prepare("SELECT names FROM audience_column WHERE audience_id = ?1").Bind(audienceId);
        return !query.Step() ? [] : query.IsNull(0) ? null : query.Texts(0);
    }

    /// <summary>Finds the columns of the members that all audiences have, for a database that hasn't kept them.</summary>
    public static void FindAll(Database database)
    {
        var ids = new List<long>();
        using (var audiences = database.Prepare("SELECT id FROM audience ORDER BY id"))
        {
            while (audiences.Step())
            {
                ids.Add(audiences.Int64(0));
            }
        }

        foreach (var id in ids)
        {
            var columns = new ColumnHistory(database, id);
            columns.FindMembers();
            columns.Keep();
        }
    }

    /// <summary>A member has these columns.</summary>
    public void Add(IReadOnlyList<string> names)
    {
        if (ReferenceEquals(names, _latest))
        {
            return;
        }

        _latest = names;
        foreach (var name in names)
        {
            Add(name);
        }
    }

    /// <summary>A contact is a member without columns of this audience's own.</summary>
    public void Add(Contact contact)
    {
        var names = Columns.Names(contact.Attributes, _latest);
        if (contact.Name is not null && !Has(ShownBeside.Name) && ShownBeside.ShowsName(contact))
        {
            Add(ShownBeside.Name);
        }

        if (ShownBeside.ShowsLanguage(contact, names))
        {
            Add(ShownBeside.Language);
        }

        Add(names);
    }

    /// <summary>Writes the list, if it has become longer.</summary>
    public void Keep()
    {
        if (!_isChanged)
        {
            return;
        }

        var list = _names is null ? null : Write(_names);
        var keep = database.Prepare("INSERT OR REPLACE INTO audience_column VALUES(?1, ?2)").Bind(audienceId);
        (list is null || list.WrittenCount > MaximumBytes ? keep.BindNull() : keep.BindUtf8(list.WrittenSpan)).Run();
        _isChanged = false;
    }

    private static ArrayBufferWriter<byte> Write(List<string> names)
    {
        var list = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(list, ServerJson.WriterOptions);
        writer.WriteStartArray();
        foreach (var name in names)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        return list;
    }

    private bool Has(string name)
    {
        Load();
        return _known!.Contains(name);
    }

    private void Add(string name)
    {
        Load();
        if (_names is null || !_known!.Add(name))
        {
            return;
        }

        _isChanged = true;
        _names.Add(name);
        if (_names.Count > MaximumNames)
        {
            _names = null;
        }
    }

    private void Load()
    {
        if (_known is null)
        {
            _names = Read(database, audienceId)?.ToList();
            _known = new HashSet<string>(_names ?? [], StringComparer.Ordinal);
        }
    }

    private void FindMembers()
    {
        using var members = database.Prepare("""
            SELECT c.id, c.phone, c.name, c.language, c.attributes, c.created, c.updated, m.data
            FROM membership m JOIN contact c ON c.id = m.contact_id WHERE m.audience_id = ?1 ORDER BY m.seq
            """).Bind(audienceId);
        while (members.Step())
        {
            try
            {
                var isOwn = !members.IsNull(7);
                if (isOwn || (members.IsNull(2) && members.IsNull(3)))
                {
                    Add(Columns.Names(members.Bytes(isOwn ? 7 : 4), _latest));
                }
                else
                {
                    Add(SqliteReader.ReadContact(members));
                }
            }
            catch (Exception e) when (e is SqliteException or JsonException or InvalidOperationException)
            {
                // A member that can't be read is told to whoever reads it; the others have columns.
            }
        }
    }
}
