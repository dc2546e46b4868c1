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
        List<string>? own = null;
        foreach (var (name, value) in first)
        {
            if (!IsNext(name))
            {
                Own().Add(name);
            }

            values.Add(value);
        }

        if (data is { ValueKind: JsonValueKind.Object } properties)
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (leaveOut is not null && property.NameEquals(leaveOut))
                {
                    continue;
                }

                // Names that are as they were aren't made into texts again.
                if (own is not null || values.Count >= names.Count || !property.NameEquals(names[values.Count]))
                {
                    Own().Add(property.Name);
                }

                values.Add(Json.Text(property.Value));
            }
        }

        if (own is not null || values.Count != names.Count)
        {
            _columns = columns = new MemberColumns(own ?? [.. names.Take(values.Count)]);
        }

        return new AudienceMember(contactId, phoneNumber, columns, [.. values]) { AudienceId = audienceId };

        bool IsNext(string name) => own is null && values.Count < names.Count && string.Equals(names[values.Count], name, StringComparison.Ordinal);

        List<string> Own() => own ??= [.. names.Take(values.Count)];
    }
}
