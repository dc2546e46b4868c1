using System.Management.Automation;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>
/// What the user has made of a member: properties that were added or put in the place of its own. What he left alone goes by the names
/// that the service has.
/// </summary>
internal static class MemberProperties
{
    /// <summary>Whether a member has the properties of its type and no others.</summary>
    public static bool AreAsRead(PSObject member) => !Added(member).Any();

    /// <summary>The number, the columns in their order, what was added, and what the member has on its service beside the columns of its list.</summary>
    public static IEnumerable<Member> Of(PSObject input, AudienceMember member)
    {
        var columns = member.Columns;
        foreach (var (own, shown) in columns.Names.Zip(columns.ShownNames).Prepend((nameof(member.PhoneNumber), nameof(member.PhoneNumber))))
        {
            if (input.Properties[shown] is { } property)
            {
                yield return new Member(own, null, property);
            }
        }

        foreach (var property in Added(input).Where(property => property.IsGettable && !IsPhoneNumber(property) && columns.IndexOfShown(property.Name) < 0))
        {
            yield return new Member(property.Name, null, property);
        }

        foreach (var (name, value) in member.Sent?.GetColumns().ExceptBy(columns.Names, static column => column.Key, StringComparer.Ordinal) ?? [])
        {
            yield return new Member(name, value);
        }
    }

    private static IEnumerable<PSPropertyInfo> Added(PSObject member) => ((PSMemberSet)member.Members["psextended"]).Properties;

    private static bool IsPhoneNumber(PSPropertyInfo property) =>
        string.Equals(property.Name, nameof(AudienceMember.PhoneNumber), StringComparison.OrdinalIgnoreCase);
}
