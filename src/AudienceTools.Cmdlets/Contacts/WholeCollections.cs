using System.Collections;
using System.ComponentModel;
using System.Data;
using System.Management.Automation;
using System.Xml;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>
/// Collections that come as one object: what Invoke-RestMethod and ConvertFrom-Json -NoEnumerate give, a table of a database,
/// <c>-InputObject $rows</c>. They are taken apart, once: what is a list in a list then is no contact.
/// </summary>
internal static class WholeCollections
{
    public static bool IsOne(object? value) => value switch
    {
        null or string or PSCustomObject or IDictionary or XmlNode or AudienceMember => false,
        IDataReader or IListSource => true,
        IEnumerable => !Members.TryOf(value, out _),
        _ => false,
    };

    /// <summary>What it holds; a table's deleted rows are none of it any more.</summary>
    /// <exception cref="AudienceException">It can't be read to its end, or holds several tables.</exception>
    public static IEnumerable<PSObject?> Apart(object collection)
    {
        var items = Read(() => Items(collection).GetEnumerator());
        using var end = items as IDisposable;
        while (Read(items.MoveNext))
        {
            var item = Read(() => items.Current);
            if (item is not DataRow { RowState: DataRowState.Deleted })
            {
                yield return item is null ? null : PSObject.AsPSObject(item);
            }
        }
    }

    private static IEnumerable Items(object collection) => collection switch
    {
        IDataReader reader => Records(reader),
        DataSet set => OnlyTable(set)?.Rows ?? (IEnumerable)Array.Empty<object>(),
        DataTable table => table.Rows,
        IListSource source => source.GetList(),
        _ => (IEnumerable)collection,
    };

    // A record is read before the next one takes its place.
    private static IEnumerable<IDataRecord> Records(IDataReader reader)
    {
        do
        {
            while (reader.Read())
            {
                yield return reader;
            }
        }
        while (reader.NextResult());
    }

    private static DataTable? OnlyTable(DataSet set)
    {
        var tables = set.Tables.Cast<DataTable>().Where(static table => table.Rows.Count > 0).ToList();
        return tables.Count < 2 ? tables.FirstOrDefault() : throw new AudienceException(
            AudienceErrorCode.NotAContact,
            $"The DataSet holds several tables: {string.Join(", ", tables.Select(static table => $"'{table.TableName}'"))}. Pipe the one with the contacts: (…).Tables['{tables[0].TableName}'].");
    }

    private static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (UnusableValueException.IsOfObject(exception))
        {
            throw new AudienceException(
                AudienceErrorCode.NotAContact,
                $"The collection can't be read to its end ({exception.GetType().Name}). Read it into a variable first, which shows the error.",
                exception);
        }
    }
}
