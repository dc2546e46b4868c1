using System.Management.Automation;

namespace AudienceTools.Cmdlets.MemberTypes;

/// <summary>A member whose columns are note properties, where there is no type for them.</summary>
internal static class MemberBag
{
    public static PSObject Of(AudienceMember member, AudienceConnection connection)
    {
        var bag = new PSObject(new AudienceMember(member, connection));
        Add(bag, nameof(AudienceMember.PhoneNumber), member.PhoneNumber);
        for (var i = 0; i < member.Values.Length; i++)
        {
            Add(bag, member.Columns.ShownNames[i], member.Values[i]);
        }

        return bag;
    }

    // Names are unique and none of PowerShell's own: looking each up before it is added would take the square of their number.
    private static void Add(PSObject bag, string name, string? value) => bag.Properties.Add(new PSNoteProperty(name, value), preValidated: true);
}
