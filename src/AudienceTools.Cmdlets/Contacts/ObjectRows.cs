using System.Collections;
using System.Data;
using System.Management.Automation;
using AudienceTools.Core.Reading;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>
/// Turns what comes down a pipeline into rows: objects with properties, hashtables, members of an audience, plain phone numbers.
/// Objects with the same properties share one header.
/// </summary>
internal sealed class ObjectRows
{
    private const string PhoneNumberColumn = "PhoneNumber";
    private static readonly RowHeader Plain = new([PhoneNumberColumn]);
    private RowHeader _header = Plain;
    private MemberColumns? _memberColumns;
    private long _count;
    private int? _headerLines;
    private string? _unreadable;

    /// <summary>
    /// Makes a row. Rows are numbered as the lines of the file that they would be: a header is line 1, the first row 2. Plain numbers have
    /// no header. The first one decides, so that no two rows have one number.
    /// </summary>
    /// <exception cref="AudienceException">It is something that can't be a contact, such as an audience.</exception>
    public SourceRow Row(PSObject? input)
    {
        var value = input?.BaseObject;
        _headerLines ??= value is string or ValueType ? 0 : 1;
        _count++;
        return value switch
        {
            null => Made(Plain, [null]),
            string text => Made(Plain, [text]),
            AudienceMember member => Row(member),
            IDictionary dictionary => Row(dictionary),
            Audience or AudienceImportReceipt or AudienceConnection => throw NotAContact($"An object of the type {value.GetType().Name}"),
            DataRowView view => Row(view.Row),
            DataRow row => Row(row),
            IEnumerable => throw NotAContact($"An object of the type {value.GetType().Name}"),
            ValueType => Made(Plain, [Text(value)]),
            _ => Row(input!.Properties),
        };
    }

    public static AudienceException NotAContact(string what) => new(
        AudienceErrorCode.NotAContact,
        $"{what} is not a contact. Pipe objects with a phone column, hashtables, members or phone numbers.");

    private SourceRow Row(AudienceMember member)
    {
        if (!ReferenceEquals(member.Columns, _memberColumns))
        {
            _memberColumns = member.Columns;
            _header = new RowHeader([PhoneNumberColumn, .. member.Columns.Names], phoneIndex: 0);
        }

        var values = new string?[member.Values.Count + 1];
        values[0] = member.PhoneNumber;
        for (var i = 0; i < member.Values.Count; i++)
        {
            values[i + 1] = member.Values[i];
        }

        return Made(_header, values);
    }

    private SourceRow Made(RowHeader header, string?[] values)
    {
        RowProblem? problem = _unreadable is null ? null : new RowProblem(
            RowReasons.UnreadableProperty,
            $"The property '{_unreadable}' of the object can't be read: it throws an error. Mend it, or leave it out with Select-Object.");
        _unreadable = null;
        return new SourceRow(_count + _headerLines!.Value, header, values, problem);
    }

    // A database's row: its columns only, and not what else the object has, such as its state.
    private SourceRow Row(DataRow row) => Row(
        row.Table.Columns.Cast<DataColumn>().Select(column => (column.ColumnName, row.IsNull(column) ? null : row[column])));

    private SourceRow Row(IDictionary dictionary)
    {
        var pairs = DictionaryEntries.Of(dictionary).Select(static pair => (Name: Text(pair.Key) ?? "", pair.Value));
        if (dictionary is Hashtable)
        {
            // A hashtable has no order of its own: by name, every one of the same keys gives the same columns.
            pairs = pairs.OrderBy(static pair => pair.Name, StringComparer.OrdinalIgnoreCase);
        }

        return Row(pairs);
    }

    private SourceRow Row(PSMemberInfoCollection<PSPropertyInfo> properties) => Row(
        properties.Where(static property => property.IsGettable).Select(property => (property.Name, ValueOf(property))));

    private object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            _unreadable ??= property.Name;
            return null;
        }
    }

    private SourceRow Row(IEnumerable<(string Name, object? Value)> pairs)
    {
        var names = _header.Names;
        var values = new List<string?>(names.Count);
        List<string>? own = null;
        foreach (var (name, value) in pairs)
        {
            var i = values.Count;
            if (own is null && (i >= names.Count || !string.Equals(names[i], name, StringComparison.Ordinal)))
            {
                own = [.. names.Take(i)];
            }

            own?.Add(name);
            values.Add(Text(value));
        }

        if (own is not null || values.Count != names.Count || _memberColumns is not null)
        {
            _header = new RowHeader(own ?? [.. names.Take(values.Count)]);
            _memberColumns = null;
        }

        return Made(_header, [.. values]);
    }

    private static string? Text(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        // An object within, as ConvertFrom-Json gives: @{city=Pune}, as Export-Csv writes it. Its own ToString gives nothing.
        IEnumerable and not string or PSCustomObject => LanguagePrimitives.ConvertTo<string>(value),
        var plain => CellText.From(plain),
    };
}
