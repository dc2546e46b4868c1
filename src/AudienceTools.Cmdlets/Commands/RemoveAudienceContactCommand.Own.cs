using AudienceTools.Core.Dialects;
using AudienceTools.Core.Members;

namespace AudienceTools.Cmdlets.Commands;

/// <content>Members that are taken out of the audiences that they were read from.</content>
public sealed partial class RemoveAudienceContactCommand
{
    private const int MostNamed = 10;

    private void RemoveFromOwn()
    {
        RefuseUnknownAudiences();
        List<OwnMembers> all = [];
        foreach (var own in _members.GroupBy(static member => (Connection: Usable(member.Connection), Id: member.AudienceId!)).ToList())
        {
            var (connection, id) = own.Key;
            var client = ClientFor(connection, ServiceOperation.RemoveMembers);

            // One that is gone is told of.
            Run(
                async () => all.Add(new OwnMembers(
                    connection,
                    await client.GetAudienceAsync(id, StopToken),
                    [.. own.Select(static member => member.ContactId).Distinct(StringComparer.Ordinal)])),
                id);
        }

        if (all.Count > 0 && Asks(Described(all), $"Remove {Counted(all.Sum(static own => (long)own.ContactIds.Length), "contact")}"))
        {
            foreach (var own in all)
            {
                RunRemoval(
                    own.Connection,
                    () => new ContactRemoval(ClientOf(own.Connection), own.Audience).RemoveAsync(own.ContactIds, [], StopToken),
                    own.Audience);
            }
        }
    }

    private void RefuseUnknownAudiences()
    {
        var unknown = _members.Count(static member => member.AudienceId is null || member.Connection is null);
        if (unknown > 0)
        {
            throw new AudienceException(
                AudienceErrorCode.AudienceNotNamed,
                $"Which audience to remove {Counted(unknown, "contact")} from is not known, so nothing was sent: numbers, contacts of the organisation, and members that were in a job or a file don't tell. Name it with -Audience, or take them out of the organisation with -FromOrganization.");
        }

        if (Connection is not null && _members.Find(member => !ReferenceEquals(member.Connection, Connection)) is { } foreign)
        {
            throw new AudienceException(
                AudienceErrorCode.ReadElsewhere,
                $"Members that were read from {foreign.Connection} have no audience of their own on {Connection}, so nothing was sent. Name it with -Audience, or leave -Connection out.");
        }
    }

    private static string Described(List<OwnMembers> all)
    {
        if (all.Count == 1)
        {
            return Described(all[0].Audience, all[0].Connection);
        }

        var named = all.Take(MostNamed).Select(static own =>
            $"{Counted(own.ContactIds.Length, "contact")} of {Described(own.Audience, own.Connection)}");
        return string.Join(", ", named) + (all.Count > MostNamed ? $" and {Counted(all.Count - MostNamed, "more audience")}" : "");
    }

    private sealed record OwnMembers(AudienceConnection Connection, Audience Audience, string[] ContactIds);
}
