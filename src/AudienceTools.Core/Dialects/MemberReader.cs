using System.Runtime.InteropServices;
using System.Text.Json;

namespace AudienceTools.Core.Dialects;

/// <summary>
/// Turns the JSON objects of one answer into members. Mostly they have the same columns, so one set of names serves them all, and often
/// the same value as the one before, which then is the same text.
/// </summary>
/// <param name="sets">The sets of columns, for all answers.</param>
/// <param name="audienceId">The audience that the members belong to; null for contacts of the organisation.</param>
internal sealed class MemberReader(ColumnSets sets, string? audienceId)
{
    private ColumnSet _set = sets.Latest;
    private string?[] _before = new string?[sets.Latest.Names.Length];

    /// <summary>Makes a member of a JSON object's properties, in their order.</summary>
    /// <param name="contactId">Its identifier.</param>
    /// <param name="phoneNumber">Its number.</param>
    /// <param name="beside">Columns that stand outside of the object, which come first.</param>
    /// <param name="data">The object with the other columns.</param>
    /// <param name="leaveOut">A property that isn't a column, such as the one that holds the number.</param>
    public AudienceMember Read(
        string contactId, string? phoneNumber, ReadOnlySpan<(string Name, string? Value)> beside, JsonElement? data, string? leaveOut)
    {
        var values = TryRead(beside, data, leaveOut) ?? ReadOther(beside, data, leaveOut);
        _before = values;
        return new AudienceMember(contactId, phoneNumber, _set.Columns, values) { AudienceId = audienceId };
    }

    // The values, where the columns are those of the member before: then no name is made into a text again.
    private string?[]? TryRead(ReadOnlySpan<(string Name, string? Value)> beside, JsonElement? data, string? leaveOut)
    {
        var values = new string?[_set.Names.Length];
        var count = 0;
        foreach (var (name, value) in beside)
        {
            if (!_set.IsAt(count, name))
            {
                return null;
            }

            values[count++] = value;
        }

        if (data is { ValueKind: JsonValueKind.Object } properties)
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (leaveOut is not null && property.NameEquals(leaveOut))
                {
                    continue;
                }

                if (!_set.IsAt(count, JsonMarshal.GetRawUtf8PropertyName(property)))
                {
                    return null;
                }

                values[count] = Json.SharedText(property.Value, _before[count]);
                count++;
            }
        }

        return count == values.Length ? values : null;
    }

    private string?[] ReadOther(ReadOnlySpan<(string Name, string? Value)> beside, JsonElement? data, string? leaveOut)
    {
        List<string> names = [];
        List<string?> values = [];
        foreach (var (name, value) in beside)
        {
            names.Add(name);
            values.Add(value);
        }

        if (data is { ValueKind: JsonValueKind.Object } properties)
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (leaveOut is null || !property.NameEquals(leaveOut))
                {
                    names.Add(property.Name);
                    values.Add(Json.Text(property.Value));
                }
            }
        }

        _set = sets.Of(names);
        return [.. values];
    }
}
