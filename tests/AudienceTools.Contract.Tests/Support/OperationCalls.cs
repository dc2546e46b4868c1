using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests.Support;

/// <summary>One call for each thing that may be asked of a service, and which service has which.</summary>
internal static class OperationCalls
{
    private static readonly Dictionary<ServiceOperation, Func<AudienceClient, Audience, Task>> All = new()
    {
        [ServiceOperation.ListAudiences] = static (client, _) => client.ListAudiencesAsync(ListRange.All, Service.Cancel).AllAsync(),
        [ServiceOperation.GetAudience] = static (client, audience) => client.GetAudienceAsync(audience.Id, Service.Cancel),
        [ServiceOperation.CreateAudience] = static (client, _) => client.CreateAsync(Contact(0)),
        [ServiceOperation.NameIdentifierColumn] = static (client, _) => client.CreateAudienceAsync(
            new AudienceDefinition(NewName()) { IdentifierColumn = "crmId", Contacts = [Contact(0)] }, Service.Cancel),
        [ServiceOperation.UpdateAudience] = static (client, audience) =>
            client.UpdateAudienceAsync(audience.Id, new AudienceChange("Q2", "Later"), Service.Cancel),
        [ServiceOperation.DeleteAudience] = static (client, audience) => client.DeleteAudienceAsync(audience.Id, Service.Cancel),
        [ServiceOperation.ListMembers] = static (client, audience) => client.MembersAsync(audience),
        [ServiceOperation.AddContacts] = static (client, audience) => client.AddAsync(audience, Contact(0)),
        [ServiceOperation.AddContactIds] = static (client, audience) =>
            client.AddContactIdsAsync(audience.Id, ["c1"], Service.Cancel),
        [ServiceOperation.ReplaceMembers] = static (client, audience) =>
            client.ReplaceMembersAsync(audience.Id, [Contact(0)], Service.Cancel),
        [ServiceOperation.RemoveMembers] = static (client, audience) =>
            client.RemoveMembersAsync(audience.Id, ["m1"], Service.Cancel),
        [ServiceOperation.ListContacts] = static (client, audience) => client.ContactsAsync(notIn: audience.Id),
        [ServiceOperation.DeleteContacts] = static (client, _) => client.DeleteContactAsync("c1", Service.Cancel),
    };

    public static Task CallAsync(this AudienceClient client, string operation, Audience audience) =>
        All[Enum.Parse<ServiceOperation>(operation)](client, audience);

    /// <summary>Every service with every operation that it has, or that it lacks.</summary>
    public static TheoryData<AudienceService, string> Pairs(bool has, params ServiceOperation[] without)
    {
        var data = new TheoryData<AudienceService, string>();
        foreach (var service in Enum.GetValues<AudienceService>())
        {
            foreach (var operation in Enum.GetValues<ServiceOperation>().Except(without))
            {
                if (ServiceCapabilities.Has(service, operation) == has)
                {
                    data.Add(service, operation.ToString());
                }
            }
        }

        return data;
    }
}
