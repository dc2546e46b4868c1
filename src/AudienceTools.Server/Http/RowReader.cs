using System.Text.Json;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Http;

/// <summary>
/// Reads rows such as `{"contacts":[{"phoneNumber":"+…", any other key}, …]}` in one pass. The columns of a row are copied as they
/// stand, in their order; a row that isn't good is set aside with a reason and its neighbours go on.
/// </summary>
internal ref struct RowReader
{
    public const int MaximumRows = 10_000;
    public const string MissingPhone = "MissingPhoneNumber";

    private const int MaximumColumns = 500;
    private const int MaximumNested = 10_000;
    private const int MaximumEscapedPhone = 16 * 6;

    private readonly ReadOnlyMemory<byte> _body;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _listKey;
    private readonly string _phoneKey;
    private readonly int _maximumRows;
    private readonly bool _needsPlus;
    private readonly bool _needsNames;
    private readonly byte[] _columns;
    private readonly List<Range> _names = [];
    private readonly RowShapes _shapes = new();
    private Utf8JsonReader _reader;
    private int _written;
    private int _nested;

    private RowReader(ReadOnlyMemory<byte> body, string listKey, string phoneKey, int maximumRows, bool needsPlus, bool needsNames)
    {
        _body = body;
        _bytes = body.Span;
        _listKey = listKey;
        _phoneKey = phoneKey;
        _maximumRows = maximumRows;
        _needsPlus = needsPlus;
        _needsNames = needsNames;
        _reader = new Utf8JsonReader(_bytes, new JsonReaderOptions { MaxDepth = RequestBody.MaximumDepth });

        // No row becomes longer than it was, save the braces of an empty one, which took its place.
        _columns = new byte[body.Length];
    }

    /// <summary>Reads the rows that stand under <paramref name="listKey"/>; null where nothing does.</summary>
    /// <param name="body">A JSON object.</param>
    /// <param name="listKey">The name of the list.</param>
    /// <param name="phoneKey">The name of the column with the phone number.</param>
    /// <param name="maximumRows">How many rows are taken at the most.</param>
    /// <param name="needsPlus">Whether numbers without their + are refused.</param>
    /// <param name="needsNames">Whether rows with a column that has no name are.</param>
    /// <exception cref="ApiException">400 where the body isn't JSON of this form, or holds too many rows.</exception>
    public static RowsRead? Read(
        ReadOnlyMemory<byte> body,
        string listKey,
        string phoneKey,
        int maximumRows = MaximumRows,
        bool needsPlus = true,
        bool needsNames = false)
    {
        try
        {
            return new RowReader(body, listKey, phoneKey, maximumRows, needsPlus, needsNames).ReadBody();
        }
        catch (JsonException e)
        {
            throw RequestBody.Malformed(e);
        }
    }

    private RowsRead? ReadBody()
    {
        RowsRead? result = null;
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            throw ApiException.BadRequest("The body must be a JSON object.");
        }

        var (names, list) = (0, default(Range));
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            names++;
            var isRows = result is null && _reader.ValueTextEquals(_listKey);
            _reader.Read();
            if (!isRows)
            {
                _reader.Skip();
                continue;
            }

            if (_reader.TokenType != JsonTokenType.StartArray)
            {
                throw ApiException.BadRequest($"{_listKey} must be an array.");
            }

            var start = (int)_reader.TokenStartIndex;
            result = ReadRows();
            list = start..(int)_reader.BytesConsumed;
        }

        // Nothing but blanks may follow; the reader itself refuses anything else.
        _reader.Read();
        return result is null || names == 1 ? result : result with { Others = Others(list) };
    }

    /// <summary>The body with an empty list, so that each name stands where it stood.</summary>
    private readonly byte[] Others(Range list)
    {
        var others = _body.ToArray();
        others.AsSpan(list).Fill((byte)' ');
        "[]"u8.CopyTo(others.AsSpan(list));
        RequestBody.CheckNames(others);
        return others;
    }

    private RowsRead ReadRows()
    {
        var rows = new List<ContactRow>();
        var rejected = new List<RejectedRow>();
        for (var index = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (index == _maximumRows)
            {
                throw ApiException.BadRequest($"{_listKey} takes at most {_maximumRows} rows.");
            }

            var start = _written;
            if (_reader.TokenType != JsonTokenType.StartObject)
            {
                _reader.Skip();
                rejected.Add(new RejectedRow(index, "NotAnObject", "A row must be a JSON object."));
            }
            else if (ReadRow(out var phone, out var names) is { } reason)
            {
                _written = start;
                rejected.Add(new RejectedRow(index, reason.Code, reason.Message));
            }
            else
            {
                rows.Add(new ContactRow(phone, _columns.AsMemory(start, _written - start), names));
            }
        }

        return new RowsRead(rows, rejected);
    }

    /// <summary>Reads one row to its end, whatever is wrong with it; returns the first thing that is.</summary>
    private (string Code, string Message)? ReadRow(out long phone, out IReadOnlyList<string> names)
    {
        phone = 0;
        names = [];
        (string Code, string Message)? reason = null;
        var (hasPhone, columns, isFlat) = (false, 0, true);
        var start = (int)_reader.TokenStartIndex;
        _names.Clear();
        _nested = 0;
        Write((byte)'{');
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            _names.Add((int)_reader.TokenStartIndex..(int)_reader.BytesConsumed);
            if (_reader.ValueTextEquals(_phoneKey))
            {
                hasPhone = true;
                _reader.Read();
                if (!IsPhone(out phone))
                {
                    reason ??= ("InvalidPhoneNumber", PhoneNumber.Rule);
                }

                _reader.Skip();
            }
            else if (!CopyColumn(isFirst: columns++ == 0))
            {
                reason ??= ("InvalidText", "A text has half of a surrogate pair, or a name U+0000.");
            }

            isFlat &= _reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray);
        }

        Write((byte)'}');
        return reason ?? (hasPhone, columns) switch
        {
            (false, _) => (MissingPhone, "A row must have a phone number."),
            _ when _nested > MaximumNested => ("TooManyValues", $"A row takes at most {MaximumNested} values within its columns."),
            (_, > MaximumColumns) => ("TooManyColumns", $"A row takes at most {MaximumColumns} columns."),
            _ => CheckNames(start, isFlat, out names),
        };
    }

    /// <summary>What is wrong with the names of a row; nothing, where those of a row before it were the same.</summary>
    private (string Code, string Message)? CheckNames(int start, bool isFlat, out IReadOnlyList<string> names)
    {
        var known = _shapes.Find(_bytes, _names);
        names = known ?? [];
        if ((known is null || !isFlat) && !RequestBody.HasEachNameOnce(_body[start..(int)_reader.BytesConsumed]))
        {
            return ("DuplicateColumn", "A column stands twice.");
        }

        names = known ?? _shapes.Keep(_bytes, _names, except: _phoneKey);
        return _needsNames && Columns.IsNameless(names) ? ("EmptyColumnName", Columns.NameRule) : null;
    }

    /// <summary>Many writers of JSON send the + of a number as \u002B.</summary>
    private bool IsPhone(out long phone)
    {
        phone = 0;
        if (_reader.TokenType != JsonTokenType.String || _reader.ValueSpan.Length > MaximumEscapedPhone)
        {
            return false;
        }

        Span<byte> text = stackalloc byte[MaximumEscapedPhone];
        if (!_reader.IsWhole())
        {
            return false;
        }

        text = text[.._reader.CopyString(text)];
        return _needsPlus ? PhoneNumber.TryParse(text, out phone) : PhoneNumber.TryParseDigits(text, out phone);
    }

    /// <summary>Copies a name and its value, blanks between tokens and all; false where a text isn't whole.</summary>
    private bool CopyColumn(bool isFirst)
    {
        if (!isFirst)
        {
            Write((byte)',');
        }

        var whole = _reader.IsWhole() && !(_reader.ValueIsEscaped && _reader.GetString()!.Contains('\0', StringComparison.Ordinal));
        var keyStart = (int)_reader.TokenStartIndex;
        var key = _bytes[keyStart..(int)_reader.BytesConsumed];
        Write(key[..(key.LastIndexOf((byte)'"') + 1)]);
        Write((byte)':');

        _reader.Read();
        var valueStart = (int)_reader.TokenStartIndex;
        whole &= _reader.IsWhole();
        if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var depth = _reader.CurrentDepth;
            do
            {
                _reader.Read();
                _nested++;
                whole &= _reader.IsWhole();
            }
            while (_reader.CurrentDepth > depth);
        }

        Write(_bytes[valueStart..(int)_reader.BytesConsumed]);
        return whole;
    }

    private void Write(byte value) => _columns[_written++] = value;

    private void Write(ReadOnlySpan<byte> value)
    {
        value.CopyTo(_columns.AsSpan(_written));
        _written += value.Length;
    }
}

/// <summary>The good rows and the others.</summary>
internal sealed record RowsRead(IReadOnlyList<ContactRow> Rows, IReadOnlyList<RejectedRow> Rejected)
{
    /// <summary>The body with an empty list, where more than the list stands in it.</summary>
    public ReadOnlyMemory<byte>? Others { get; init; }
}

/// <summary>A row that isn't taken, by its place in the request, from 0.</summary>
internal sealed record RejectedRow(int Index, string Code, string Message);
