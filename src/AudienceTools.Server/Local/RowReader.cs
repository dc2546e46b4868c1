using System.Text.Json;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Local;

/// <summary>
/// Reads `{"contacts":[{"phoneNumber":"+…", any other key}, …]}` in one pass. The columns of a row are copied as they stand,
/// in their order; a row that isn't good is set aside with a reason and its neighbours go on.
/// </summary>
internal ref struct RowReader
{
    public const int MaximumRows = 10_000;

    private const int MaximumColumns = 500;
    private const string PhoneKey = "phoneNumber";

    private readonly ReadOnlySpan<byte> _body;
    private readonly byte[] _columns;
    private readonly List<Range> _keys = [];
    private Utf8JsonReader _reader;
    private int _written;

    private RowReader(ReadOnlySpan<byte> body)
    {
        _body = body;
        _reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = RequestBody.MaximumDepth });

        // No row becomes longer than it was, save the braces of an empty one, which took its place.
        _columns = new byte[body.Length];
    }

    /// <summary>The good rows and the others.</summary>
    internal sealed record Result(IReadOnlyList<ContactRow> Rows, IReadOnlyList<RejectedRow> Rejected);

    /// <summary>Null where the body has no `contacts`.</summary>
    /// <exception cref="ApiException">400 where the body isn't JSON of this form, or holds too many rows.</exception>
    public static Result? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return new RowReader(body).ReadBody();
        }
        catch (JsonException e)
        {
            throw RequestBody.Malformed(e);
        }
    }

    private Result? ReadBody()
    {
        Result? result = null;
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            throw ApiException.BadRequest("The body must be a JSON object.");
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRows = _reader.ValueTextEquals("contacts"u8);
            _reader.Read();
            if (!isRows)
            {
                _reader.Skip();
                continue;
            }

            if (result is not null || _reader.TokenType != JsonTokenType.StartArray)
            {
                throw ApiException.BadRequest("contacts must stand once, and be an array.");
            }

            result = ReadRows();
        }

        // Nothing but blanks may follow; the reader itself refuses anything else.
        _reader.Read();
        return result;
    }

    private Result ReadRows()
    {
        var rows = new List<ContactRow>();
        var rejected = new List<RejectedRow>();
        for (var index = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (index == MaximumRows)
            {
                throw ApiException.BadRequest($"contacts takes at most {MaximumRows} rows.");
            }

            var start = _written;
            if (_reader.TokenType != JsonTokenType.StartObject)
            {
                _reader.Skip();
                rejected.Add(new RejectedRow(index, "NotAnObject", "A row must be a JSON object."));
            }
            else if (ReadRow(out var phone) is { } reason)
            {
                _written = start;
                rejected.Add(new RejectedRow(index, reason.Code, reason.Message));
            }
            else
            {
                rows.Add(new ContactRow(phone, _columns.AsMemory(start, _written - start)));
            }
        }

        return new Result(rows, rejected);
    }

    /// <summary>Reads one row to its end, whatever is wrong with it; returns the first thing that is.</summary>
    private (string Code, string Message)? ReadRow(out long phone)
    {
        phone = 0;
        (string Code, string Message)? reason = null;
        var phones = 0;
        _keys.Clear();
        Write((byte)'{');
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_reader.ValueTextEquals(PhoneKey))
            {
                phones++;
                _reader.Read();
                if (!IsPhone(out phone))
                {
                    reason ??= ("InvalidPhoneNumber", PhoneNumber.Rule);
                }

                _reader.Skip();
            }
            else if (!CopyColumn())
            {
                reason ??= ("InvalidText", "A text has half of a surrogate pair.");
            }
        }

        Write((byte)'}');
        return reason ?? (phones, _keys.Count) switch
        {
            (0, _) => ("MissingPhoneNumber", "A row must have a phoneNumber."),
            ( > 1, _) => ("DuplicateColumn", "A column stands twice."),
            (_, > MaximumColumns) => ("TooManyColumns", $"A row takes at most {MaximumColumns} columns."),
            _ when HasDuplicates() => ("DuplicateColumn", "A column stands twice."),
            _ => null,
        };
    }

    private readonly bool IsPhone(out long phone)
    {
        phone = 0;
        return _reader.TokenType == JsonTokenType.String
            && !_reader.ValueIsEscaped
            && PhoneNumber.TryParse(_reader.ValueSpan, out phone);
    }

    /// <summary>Copies a name and its value, blanks between tokens and all; false where a text isn't whole.</summary>
    private bool CopyColumn()
    {
        if (_keys.Count > 0)
        {
            Write((byte)',');
        }

        var whole = IsWhole();
        var keyStart = (int)_reader.TokenStartIndex;
        var key = _body.Slice(keyStart, (int)_reader.BytesConsumed - keyStart);
        key = key[..(key.LastIndexOf((byte)'"') + 1)];
        _keys.Add(new Range(_written, _written + key.Length));
        Write(key);
        Write((byte)':');

        _reader.Read();
        var valueStart = (int)_reader.TokenStartIndex;
        whole &= IsWhole();
        if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var depth = _reader.CurrentDepth;
            do
            {
                _reader.Read();
                whole &= IsWhole();
            }
            while (_reader.CurrentDepth > depth);
        }

        Write(_body[valueStart..(int)_reader.BytesConsumed]);
        return whole;
    }

    /// <summary>Whether the text under the reader can be read: an escape may name half of a surrogate pair.</summary>
    private readonly bool IsWhole()
    {
        if (_reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !_reader.ValueIsEscaped)
        {
            return true;
        }

        try
        {
            return _reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private readonly bool HasDuplicates()
    {
        for (var i = 1; i < _keys.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (_columns.AsSpan(_keys[i]).SequenceEqual(_columns.AsSpan(_keys[j])))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void Write(byte value) => _columns[_written++] = value;

    private void Write(ReadOnlySpan<byte> value)
    {
        value.CopyTo(_columns.AsSpan(_written));
        _written += value.Length;
    }
}
