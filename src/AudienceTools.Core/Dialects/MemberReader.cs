using System.Text.Json;

namespace AudienceTools.Core.Dialects;

/// <summary>
/// Turns JSON objects into members. Members of an audience mostly have the same columns, so one list of names serves them all.
/// </summary>
internal sealed class MemberReader
{
    private MemberColumns _columns = new([]);

    /// <summary>Makes a member of a JSON object's properties, in their order.</summary>
    /// <param name="audienceId">The audience it belongs to; null for a contact of the organisation.</param>
    /// <param name="contactId">Its identifier.</param>
    /// <param name="phoneNumber">Its number.</param>
    /// <param name="first">Columns that stand outside of the object.</param>
    /// <param name="data">The object with the other columns.</param>
    /// <param name="leaveOut">A property that isn't a column, such as the one that holds the number.</param>
    public AudienceMember Read(
        string? audienceId,
        string contactId,
        string? phoneNumber,
        IReadOnlyList<(string Name, string? Value)> first,
        JsonElement? data,
        string? leaveOut)
    {
        var columns = _columns;
        var names = columns.Names;
        var values = new List<string?>(names.Count);
        var same = true;
        List<string>? own = null;
        foreach (var (name, value) in Pairs(first, data, leaveOut))
        {
            var i = values.Count;
            same = same && i < names.Count && string.Equals(names[i], name, StringComparison.Ordinal);
            if (!same)
            {
                own ??= [.. names.Take(i)];
                own.Add(name);
            }

            values.Add(value);
        }

        if (own is not null || values.Count != names.Count)
        {
            _columns = columns = new MemberColumns(own ?? [.. names.Take(values.Count)]);
        }

        return new AudienceMember(contactId, phoneNumber, columns, [.. values]) { AudienceId = audienceId };
    }

    private static IEnumerable<(string Name, string? Value)> Pairs(
        IReadOnlyList<(string Name, string? Value)> first, JsonElement? data, string? leaveOut)
    {
        foreach (var pair in first)
        {
            yield return pair;
        }

        if (data is { ValueKind: JsonValueKind.Object } properties)
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (leaveOut is null || !property.NameEquals(leaveOut))
                {
                    yield return (property.Name, Json.Text(property.Value));
                }
            }
        }
    }
}
