using System.Collections;
using System.ComponentModel;
using System.Data;
using System.Management.Automation;
using System.Xml;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>The names and values that something consists of, whatever its kind: an object, a dictionary, a row of a database.</summary>
internal static class Members
{
    /// <summary>What it consists of, in an order that is the same for all of its kind.</summary>
    /// <returns>Whether it has names at all, which a list hasn't.</returns>
    public static bool TryOf(object value, out IEnumerable<Member> members)
    {
        var found = ValueText.Bare(value) switch
        {
            IDictionary dictionary => OfDictionary(dictionary),
            IEnumerable<KeyValuePair<string, object?>> pairs => pairs.Select(static pair => new Member(pair.Key, pair.Value)),
            DataRowView view => OfRow(view.Row),
            DataRow row => OfRow(row),
            IDataRecord record => OfRecord(record),
            XmlNode => OfXml(PSObject.AsPSObject(value)),
            IEnumerable or IListSource or null => null,
            _ => OfObject(PSObject.AsPSObject(value)),
        };
        members = found ?? [];
        return found is not null;
    }

    /// <summary>
    /// Where within an object a list of objects stands, as it is written behind the object's own name: what services answer is often such
    /// a wrapper around the contacts. Null where there is none.
    /// </summary>
    public static string? ListWithin(object value, int depth = 3)
    {
        if (depth == 0 || !TryOf(value, out var members))
        {
            return null;
        }

        try
        {
            return members.Select(member => Path(member, depth)).FirstOrDefault(static path => path is not null);
        }
        catch (Exception exception) when (UnusableValueException.IsOfObject(exception))
        {
            return null;
        }
    }

    private static string? Path(Member member, int depth)
    {
        try
        {
            return member.Read() is not { } part ? null : IsListOfObjects(part) ? member.Name : Below(member.Name, ListWithin(part, depth - 1));
        }
        catch (Exception exception) when (exception is UnusableValueException || UnusableValueException.IsOfObject(exception))
        {
            // Not where the list is.
            return null;
        }
    }

    private static string? Below(string name, string? path) => path is null ? null : $"{name}.{path}";

    private static bool IsListOfObjects(object value) =>
        ValueText.Bare(value) is IList and [{ } first, ..] && ValueText.IsNested(first) && TryOf(first, out _);

    private static IEnumerable<Member> OfDictionary(IDictionary dictionary)
    {
        var entries = DictionaryEntries.Of(dictionary).Select(static pair => new Member(ValueText.Of(pair.Key) ?? "", pair.Value));

        // A hashtable has no order of its own: by name, every one of the same keys gives the same columns.
        return dictionary is Hashtable ? entries.OrderBy(static entry => entry.Name, StringComparer.OrdinalIgnoreCase) : entries;
    }

    // A database's row: its columns only, and not what else the object has, such as its state.
    private static IEnumerable<Member> OfRow(DataRow row) => row.Table.Columns.Cast<DataColumn>().Select(column => row.RowState == DataRowState.Deleted
        ? throw new UnusableValueException("is a row that was deleted from its table")
        : new Member(column.ColumnName, row[column]));

    private static IEnumerable<Member> OfRecord(IDataRecord record) =>
        Enumerable.Range(0, record.FieldCount).Select(i => new Member(record.GetName(i), record.GetValue(i)));

    private static IEnumerable<Member> OfObject(PSObject value) => Readable(value.Properties);

    // Attributes and elements within, as PowerShell shows them, and not what .NET's own object has, such as the whole document.
    private static IEnumerable<Member> OfXml(PSObject value) => Readable(((PSMemberSet)value.Members["psadapted"]).Properties);

    private static IEnumerable<Member> Readable(PSMemberInfoCollection<PSPropertyInfo> properties) =>
        properties.Where(static property => property.IsGettable).Select(static property => new Member(property.Name, null, property));
}
