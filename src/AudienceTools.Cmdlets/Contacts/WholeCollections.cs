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

    /// <summary>What it holds.</summary>
    /// <exception cref="AudienceException">It can't be read to its end, or holds several tables.</exception>
    public static IEnumerable<PSObject?> Apart(object collection)
    {
        var items = Items(collection).GetEnumerator();
        using var end = items as IDisposable;
        while (MovesNext(items))
        {
            yield return items.Current is { } item ? PSObject.AsPSObject(item) : null;
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

    private static bool MovesNext(IEnumerator items)
    {
        try
        {
            return items.MoveNext();
        }
        catch (Exception exception) when (exception is not (AudienceException or PipelineStoppedException))
        {
            throw new AudienceException(
                AudienceErrorCode.NotAContact,
                $"The collection can't be read to its end ({exception.GetType().Name}). Read it into a variable first, which shows the error.",
                exception);
        }
    }
}
