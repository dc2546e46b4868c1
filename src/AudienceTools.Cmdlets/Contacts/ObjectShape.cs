using System.Management.Automation;
using AudienceTools.Core.Columns;
using AudienceTools.Core.Reading;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>What objects with the same properties have in common: their names, and the header of their rows.</summary>
internal sealed class ObjectShape
{
    private const string PhoneNumber = nameof(AudienceMember.PhoneNumber);
    private const string ServedElsewhere = "Deserialized.AudienceTools.";
    private const string MemberFromElsewhere = ServedElsewhere + nameof(AudienceMember);

    private readonly int[]? _travelling;

    private ObjectShape(IReadOnlyList<string> names, int[]? travelling, RowHeader header)
    {
        Names = names;
        _travelling = travelling;
        Header = header;
    }

    public static ObjectShape None { get; } = new([], null, new RowHeader([]));

    /// <summary>The names of all properties, in their order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The header of the rows: without what PowerShell has added.</summary>
    public RowHeader Header { get; }

    /// <exception cref="AudienceException">The object is something of this module that can't be a contact.</exception>
    public static ObjectShape Of(PSObject first, IReadOnlyList<string> names)
    {
        var type = first.TypeNames.FirstOrDefault(static name => name.StartsWith(ServedElsewhere, StringComparison.Ordinal));
        var isMember = first.BaseObject is AudienceMember || first.TypeNames.Contains(MemberFromElsewhere, StringComparer.Ordinal);
        if (!isMember && type is not (null or ServedElsewhere + nameof(AudienceContactResult)))
        {
            throw ObjectRows.NotAContact($"An object of the type {type[ServedElsewhere.Length..]}, though it comes from a job or a file,");
        }

        int[]? travelling = IsOfJob(first)
            ? [.. Enumerable.Range(0, names.Count).Where(i => !MemberTable.JobProperties.Contains(names[i], StringComparer.OrdinalIgnoreCase))]
            : null;
        string[] columns = travelling is null ? [.. names] : [.. travelling.Select(i => names[i])];
        var phone = isMember ? Array.FindIndex(columns, static name => name == PhoneNumber) : -1;
        return new ObjectShape(names, travelling, new RowHeader(columns, phone < 0 ? null : phone)
        {
            ListWithin = Array.Exists(columns, PhoneColumnNames.IsKnown) ? null : Members.ListWithin(first),
        });
    }

    private static bool IsOfJob(PSObject value)
    {
        try
        {
            return value.Properties[MemberTable.JobProperties[0]]?.Value is Guid;
        }
        catch (GetValueException)
        {
            return false;
        }
    }

    /// <summary>
    /// Reads an object by the names alone, which costs a tenth of enumerating its properties, where it has been made together with the
    /// first one: the very same names, and texts only.
    /// </summary>
    public string?[]? Read(PSObject sibling)
    {
        var values = new string?[Names.Count];
        var properties = sibling.Properties;
        for (var i = 0; i < values.Length; i++)
        {
            if (properties[Names[i]] is not { } property || !ReferenceEquals(property.Name, Names[i]))
            {
                return null;
            }

            var value = property.Value;
            values[i] = value as string;
            if (value is not (null or string))
            {
                return null;
            }
        }

        return values;
    }

    /// <summary>A row's cells, of the values of all properties.</summary>
    public string?[] Travelling(List<string?> values) => _travelling is null ? [.. values] : [.. _travelling.Select(i => values[i])];
}
