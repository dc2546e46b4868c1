using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>
/// A prepared statement that is used again and again. It stands below ADO because text stays UTF-8 from the request's body to
/// the answer's, and because the rows of a bulk add each run two of them. Disposing it makes it ready for its next use.
/// What is read and isn't as it was written is damage that SQLite couldn't see, and told with its code for that.
/// </summary>
internal sealed class Statement(sqlite3 database, sqlite3_stmt handle) : IDisposable
{
    private const long FirstTime = -62_135_596_800_000;
    private const long LastTime = 253_402_300_799_999;

    private readonly nint _rows = handle.DangerousGetHandle();
    private int _bound;

    public Statement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(handle, ++_bound, value));
        return this;
    }

    public Statement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    public Statement Bind(DateTimeOffset value) => Bind(value.ToUnixTimeMilliseconds());

    public Statement Bind(string? value)
    {
        if (value is null)
        {
            return BindNull();
        }

        Check(raw.sqlite3_bind_text(handle, ++_bound, value));
        return this;
    }

    /// <summary>Binds UTF-8 text, which must not be empty: SQLite would take that for null.</summary>
    public Statement BindUtf8(ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_text(handle, ++_bound, value));
        return this;
    }

    public Statement BindBlob(ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(handle, ++_bound, value));
        return this;
    }

    public Statement BindNull()
    {
        Check(raw.sqlite3_bind_null(handle, ++_bound));
        return this;
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            Check(code);
        }

        return false;
    }

    /// <summary>Runs a statement without rows, makes it ready for its next use, and tells how many rows it changed.</summary>
    public int Run()
    {
        try
        {
            Step();
            return raw.sqlite3_changes(database);
        }
        finally
        {
            Dispose();
        }
    }

    public bool IsNull(int column) => NativeColumns.Type(_rows, column) == raw.SQLITE_NULL;

    public long Int64(int column) => NativeColumns.Type(_rows, column) == raw.SQLITE_INTEGER
        ? NativeColumns.Int64(_rows, column)
        : throw Damaged("a number");

    public DateTimeOffset Time(int column) => Int64(column) is >= FirstTime and <= LastTime and var time
        ? DateTimeOffset.FromUnixTimeMilliseconds(time)
        : throw Damaged("a time");

    public string Text(int column) => !IsNull(column) && Bytes(column) is var bytes && Utf8.IsValid(bytes)
        ? Encoding.UTF8.GetString(bytes)
        : throw Damaged("a text");

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The bytes of a text or blob; good until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => NativeColumns.Bytes(_rows, column);

    /// <summary>The bytes of stored columns, a JSON object.</summary>
    public byte[] Columns(int column) => Bytes(column) is var bytes && Http.Columns.AreWhole(bytes) ? bytes.ToArray() : throw Damaged("columns");

    /// <summary>The texts of a stored JSON array.</summary>
    public List<string> Texts(int column)
    {
        try
        {
            var texts = new List<string>();
            var reader = new Utf8JsonReader(Bytes(column));
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                texts.Add(reader.GetString()!);
            }

            return reader.TokenType == JsonTokenType.EndArray ? texts : throw Damaged("a list of texts");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Damaged("a list of texts");
        }
    }

    public void Dispose()
    {
        // The code is that of the last step, which has been reported already.
        _ = raw.sqlite3_reset(handle);
        _bound = 0;
    }

    private static SqliteException Damaged(string what) => new($"What is stored as {what} can't be read.", raw.SQLITE_CORRUPT);

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(code, database);
        }
    }
}
