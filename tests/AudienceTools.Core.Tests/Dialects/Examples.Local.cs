using System.Net;
using AudienceTools.Core.Dialects;

namespace AudienceTools.Core.Tests.Dialects;

/// <content>The local service's own.</content>
internal static partial class Examples
{
    private static IEnumerable<Example> Local()
    {
        yield return new("Local/ListAudiences", static (dialect, answer) => dialect.ListAudiences(new()).Read(answer), """
            Items[0].Id = aud_k3b7 <- data[0].id
            Items[0].Name = Q1 Sales Leads <- data[0].name
            Items[0].Description = Leads of the spring fair <- data[0].description
            Items[0].MemberCount = 250 <- data[0].contactCount
            Items[0].CreatedAt = 2026-03-01T10:00:00+00:00 <- data[0].createdAt
            Items[0].UpdatedAt = 2026-03-10T14:00:00+00:00 <- data[0].updatedAt
            Items[0].Service = Local <- data
            Items[1].Id = aud_k3b8 <- data[1].id
            Items[1].Name = Q2 <- data[1].name
            Items[1].MemberCount = 0 <- data[1].contactCount
            Items[1].Service = Local <- data
            Total = 120 <- total
            Next = 2-2-78 <- next, data
            Skipped = 0
            """) { Needs = Audiences };
        const string audience = """
            Id = aud_k3b7 <- id
            Name = Q1 Sales Leads <- name
            Description = Leads of the spring fair <- description
            MemberCount = 250 <- contactCount
            IdentifierColumn = crmId <- identifierColumnName
            CreatedAt = 2026-03-01T10:00:00+00:00 <- createdAt
            UpdatedAt = 2026-03-10T14:00:00+00:00 <- updatedAt
            Service = Local
            """;
        yield return new("Local/GetAudience", static (dialect, answer) => dialect.GetAudience("aud_k3b7").Read(answer), audience)
        {
            Needs = ["id", "name"],
        };
        yield return new(
            "Local/UpdateAudience",
            static (dialect, answer) => dialect.UpdateAudience("aud_k3b7", new AudienceChange("Q1 Sales Leads", null)).Read(answer),
            audience) { Needs = ["id", "name"] };
        yield return new(
            "Local/CreateAudience", static (dialect, answer) => dialect.CreateAudience(new AudienceDefinition("Q1"), "k").Read(answer), """
            Id = aud_k3b7 <- id
            Name = Q1 Sales Leads <- name
            MemberCount = 0 <- contactCount
            Service = Local
            """) { Needs = ["id"] };
        yield return new(
            "Local/CountMembersOnlyIn", static (dialect, answer) => dialect.CountMembersOnlyIn("a1")!.Read(answer), "Value = 3 <- total")
        {
            Needs = [""],
        };
        yield return new(
            "Local/DeleteAudienceWithContacts",
            static (dialect, answer) => dialect.DeleteAudienceWithContacts("a1")!.Read(answer),
            "Value = 3 <- contactsDeleted");
        yield return new("Local/DeleteContact", static (dialect, answer) => dialect.DeleteContact("c1").Read(answer), "Value = True");
        yield return new("Local/DeleteAudience", static (dialect, answer) => dialect.DeleteAudience("a1").Read(answer), "Value = True");
        const string contacts = """
            Items[0].ContactId = clxxx123 <- data[0].id
            Items[0].PhoneNumber = +14155550100 <- data[0].phoneNumber
            Items[0][name] = Asha Rao <- data[0].name
            Items[0][language] = hi-IN <- data[0].language
            Items[0][city] = Mumbai <- data[0].metadata.city
            Items[0][tier] = premium <- data[0].metadata.tier
            Items[0][visits] = 7 <- data[0].metadata.visits
            Items[0][optIn] = true <- data[0].metadata.optIn
            Items[1].ContactId = clxxx124 <- data[1].id
            Items[1].PhoneNumber = +14155550101 <- data[1].phoneNumber
            Items[1][name] = Ravi Kumar <- data[1].name
            Total = 102 <- total
            Next = 2-2-66 <- next, data
            Skipped = 0
            """;
        yield return new("Local/ListMembers", static (dialect, answer) => dialect.ListMembers("a1", new(), new()).Read(answer), contacts)
        {
            Needs = Contacts, Columns = ["data[].metadata"],
        };
        yield return new("Local/ListContacts", static (dialect, answer) => dialect.ListContacts(new(), new()).Read(answer), contacts)
        {
            Needs = Contacts, Columns = ["data[].metadata"],
        };
        yield return new(
            "Local/AddContacts", static (dialect, answer) => dialect.AddContacts(new Audience { Id = "a1" }, Rows, "k").Read(answer), """
            Added = 2 <- added
            AlreadyMember = 1 <- skipped
            Rejected[0].Index = 2 <- rejected[0].index
            Rejected[0].Code = InvalidPhoneNumber <- rejected[0].code
            Rejected[0].Message = The number is too short. <- rejected[0]
            MemberCount = 252 <- contactCount
            Known[0] = 0 <- skippedIndexes
            """) { Needs = [""] };
        yield return new(
            "Local/AddContactIds", static (dialect, answer) => dialect.AddContactIds("a1", ["c1", "c2"], "k").Read(answer), """
            Added = 1 <- added
            AlreadyMember = 1 <- skipped
            MemberCount = 252 <- contactCount
            Known[0] = 1 <- skippedIndexes
            """) { Needs = [""] };
        yield return new("Local/ReplaceMembers", static (dialect, answer) => dialect.ReplaceMembers("a1", Rows).Read(answer), "Value = True");
        yield return new("Local/RemoveMembers", static (dialect, answer) => dialect.RemoveMembers("a1", ["c1"]).Read(answer), """
            Removed = 3 <- removed
            MemberCount = 249 <- contactCount
            """) { Needs = [""] };
        yield return new("Local/InUse", Error, """
            Messages[0] = Audience is linked to an active campaign <- message
            Code = AudienceInUse <- campaigns
            Campaigns[0].Id = cmp_1 <- campaigns[0]
            Campaigns[0].Name = January Outreach <- campaigns[0]
            Campaigns[0].Status = IN_PROGRESS <- campaigns[0]
            """) { Status = HttpStatusCode.Conflict };
    }
}
