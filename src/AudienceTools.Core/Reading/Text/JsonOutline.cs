using System.Text;
using System.Text.Json;
using AudienceTools.Core.Columns;
using AudienceTools.Core.PhoneNumbers;

namespace AudienceTools.Core.Reading.Text;

/// <summary>What an object is that stands alone where a list of contacts belongs: one contact, or something with the list in it.</summary>
internal sealed class JsonOutline
{
    private const int DeepestList = 5;
    private readonly List<Frame> _frames = [];
    private readonly List<List<string>> _emptyLists = [];
    private readonly HashSet<JsonTokenType> _kinds = [];
    private readonly HashSet<string> _objectsWithNumber = new(StringComparer.Ordinal);
    private readonly HashSet<string> _objectsWithList = new(StringComparer.Ordinal);
    private List<string>? _listOfContacts;
    private List<string>? _list;
    private bool _isContact;
    private bool _holdsNumber;
    private bool _hasNumberColumn;
    private bool _hasSeveral;
    private int _properties;

    /// <summary>What an object holds and how the contacts in it are reached, for a sentence that begins with the file's name; null where it
    /// may be a contact itself.</summary>
    /// <param name="json">The object, or as much of it as was read.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <param name="isAlone">Whether nothing follows it: other objects, or a list in it that is empty, such as the tags of a contact.</param>
    /// <param name="file">The file's name.</param>
    public static (AudienceErrorCode Code, string? What) Describe(ReadOnlySpan<byte> json, bool isWhole, bool isAlone, string file)
    {
        var outline = new JsonOutline();
        try
        {
            outline.Read(json, isWhole);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // As far as it goes; what is wrong with it is told where it is read.
        }

        return outline.Describe($"(Get-Content '{file.Replace("'", "''", StringComparison.Ordinal)}' -Raw | ConvertFrom-Json)") is { } what
                ? (AudienceErrorCode.UnsupportedFormat, what)
            : isAlone && !outline._isContact && !outline._holdsNumber && !outline._hasNumberColumn && outline._emptyLists.Count > 0
                ? (AudienceErrorCode.EmptyInput, $"JSON without a contact: it is an object, and the list in '{outline.EmptyLists()}' is empty.")
            : default;
    }

    private string EmptyLists() => string.Join("', '", _emptyLists.Select(static path => string.Join('.', path)));

    private string? Describe(string read)
    {
        if (_isContact || (_holdsNumber && _listOfContacts is null))
        {
            return null;
        }

        // Each under a name of its own, with a list within.
        var areKeyed = _properties > 1 && _objectsWithList.Count == _properties;
        if (!areKeyed && (_listOfContacts ?? (_hasNumberColumn ? null : _list)) is { } path)
        {
            var isTold = path.TrueForAll(MemberPath.IsPlain);
            return $"JSON, and no list of contacts: it is an object {(isTold ? $"with a list in '{string.Join('.', path)}'" : "with a list in it")}. "
                + $"Send that list: {read}{(isTold ? MemberPath.Of(path) : ".<its name>")} | Add-AudienceContact …";
        }

        return _properties > 1 && _hasSeveral && _kinds.SetEquals([JsonTokenType.StartArray])
                ? "JSON with a list for each column, and no list of contacts. Write it anew as a list of objects, one for each contact."
            : areKeyed || (_properties > 0 && _objectsWithNumber.Count == _properties)
                ? $"JSON, and no list of contacts: the contacts are the properties of one object. Send their values: {read}.PSObject.Properties.Value | Add-AudienceContact …"
            : _properties > 1 && _hasNumberColumn && _kinds.SetEquals([JsonTokenType.StartObject])
                ? "JSON with an object for each column, and no list of contacts. Write it anew as a list of objects, one for each contact."
            : null;
    }

    private void Read(ReadOnlySpan<byte> json, bool isWhole)
    {
        var reader = new Utf8JsonReader(json, isWhole, new JsonReaderState(new JsonReaderOptions { MaxDepth = NestedText.MaxDepth }));
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    _frames[^1].Name = reader.GetString()!;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    if (_frames[^1] is { IsList: true, Values: 0 } && _frames.Count <= DeepestList && Path() is var path
                        && path.Count == _frames.Count - 1 && path.TrueForAll(MemberPath.IsPlain))
                    {
                        _emptyLists.Add(path);
                    }

                    _frames.RemoveAt(_frames.Count - 1);
                    break;
                default:
                    if (_frames.Count > 0)
                    {
                        Look(ref reader);
                        _frames[^1].Values++;
                    }

                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    {
                        _frames.Add(new Frame(reader.TokenType == JsonTokenType.StartArray));
                    }

                    break;
            }
        }
    }

    // At a value, before it is entered.
    private void Look(ref Utf8JsonReader reader)
    {
        var type = reader.TokenType;
        var isWord = type is JsonTokenType.String or JsonTokenType.Number;
        var (top, lists) = (_frames[^1], _frames.Count(static frame => frame.IsList));
        var isNumberColumn = !top.IsList && PhoneColumnNames.IsKnown(top.Name);
        if (_frames.Count == 1)
        {
            _properties++;
            _hasNumberColumn |= isNumberColumn;
            _isContact |= isNumberColumn && type is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
            _holdsNumber |= IsNumber(ref reader);
            _kinds.Add(type);
        }
        else if (_frames.Count == 2 && lists == 0 && isNumberColumn && isWord)
        {
            _objectsWithNumber.Add(_frames[0].Name);
        }

        _hasSeveral |= _frames.Count == 2 && lists == 1 && top.Values == 1 && PhoneColumnNames.IsKnown(_frames[0].Name);
        if (lists == 1 && top is { IsList: true, Values: 0 } && _frames.Count <= DeepestList && (type == JsonTokenType.StartObject || IsNumber(ref reader)))
        {
            _list ??= Path();
            if (_frames.Count > 2 && Path()[1..].SequenceEqual(_list[1..], StringComparer.Ordinal))
            {
                _objectsWithList.Add(_frames[0].Name);
            }
        }
        else if (lists == 1 && isNumberColumn && isWord && _frames[^2] is { IsList: true, Values: 1 })
        {
            _listOfContacts ??= Path();
        }
    }

    // The properties that lead to the list.
    private List<string> Path() => [.. _frames.TakeWhile(static frame => !frame.IsList).Select(static frame => frame.Name)];

    private static bool IsNumber(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.String or JsonTokenType.Number
        && PhoneNumber.TryParse(reader.TokenType == JsonTokenType.String ? reader.GetString() : Encoding.UTF8.GetString(reader.ValueSpan), null, out _)
            is PhoneNumberProblem.None or PhoneNumberProblem.MissingPlus;

    /// <summary>An object or a list that is open: the property where it is, and how many values it has had.</summary>
    private sealed class Frame(bool isList)
    {
        public bool IsList => isList;

        public string Name { get; set; } = "";

        public int Values { get; set; }
    }
}
