using System.Net;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>The answers in the folder of the same name, which have the shapes that the vendors' public documents show.</summary>
internal static partial class Examples
{
    private static readonly string[] Audiences = ["data", "data[]", "data[].id", "data[].name"];
    private static readonly string[] Contacts = ["data", "data[]", "data[].id", "data[].metadata?"];
    private static readonly string[] AtomsMembers =
        ["data", "data.members", "data.members[]", "data.members[]._id", "data.members[].data"];

    private static readonly Contact[] Rows = [Clients.Contact("+14155550100"), Clients.Contact("+14155550101")];

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Dialects", "Examples");

    public static IReadOnlyList<Example> All { get; } = [.. Atoms(), .. OliAI(), .. CommBox(), .. Local()];

    public static Example Of(string name) => All.Single(example => example.Name == name);

    private static object? Error(ServiceDialect dialect, Answer answer) => dialect.ReadError(answer);

    private static IEnumerable<Example> Atoms()
    {
        yield return new("Atoms/ListAudiences", static (dialect, answer) => dialect.ListAudiences(new()).Read(answer), """
            Items[0].Id = 696ddd56b905442f52b71392 <- data[0]._id
            Items[0].Name = Q1 Sales Leads <- data[0].name
            Items[0].Description = Leads of the spring fair <- data[0].description
            Items[0].MemberCount = 2 <- data[0].memberCount
            Items[0].PhoneColumn = mobile <- data[0].phoneNumberColumnName
            Items[0].CreatedAt = 2025-01-15T10:30:00+00:00 <- data[0].createdAt
            Items[0].UpdatedAt = 2025-01-16T10:30:00+00:00 <- data[0].updatedAt
            Items[0].Campaigns[0].Id = 696ddd56b905442f52b71399 <- data[0].campaigns[0]._id
            Items[0].Campaigns[0].Name = January Outreach <- data[0].campaigns[0].name
            Items[0].Campaigns[0].Status = completed <- data[0].campaigns[0].status
            Items[0].Service = Atoms <- data
            Items[1].Id = 696ddd56b905442f52b71393 <- data[1]._id
            Items[1].Name = Q2 <- data[1].name
            Items[1].MemberCount = 1250 <- data[1].memberCount
            Items[1].Service = Atoms <- data
            Total = 2 <- data
            Skipped = 0
            """) { Needs = ["data", "data[]", "data[]._id", "data[].name"] };
        yield return new("Atoms/GetAudience", static (dialect, answer) => dialect.GetAudience("696ddd56b905442f52b71392").Read(answer), """
            Id = 696ddd56b905442f52b71392 <- data._id
            Name = Q1 Sales Leads <- data.name
            Description = Leads of the spring fair <- data.description
            PhoneColumn = phoneNumber <- data.phoneNumberColumnName
            IdentifierColumn = Name <- data.identifierColumnName
            CreatedAt = 2025-01-15T10:30:00+00:00 <- data.createdAt
            UpdatedAt = 2025-01-15T10:30:00+00:00 <- data.updatedAt
            Service = Atoms
            """) { Needs = ["data", "data._id", "data.name"] };
        yield return new(
            "Atoms/CreateAudience", static (dialect, answer) => dialect.CreateAudience(new AudienceDefinition("Q1"), "k").Read(answer), """
            Id = 696ddd56b905442f52b71392 <- data._id
            Name = Q1 Sales Leads <- data.name
            PhoneColumn = phoneNumber <- data.phoneNumberColumnName
            Service = Atoms
            """) { Needs = ["data", "data._id"] };
        yield return new("Atoms/DeleteAudience", static (dialect, answer) => dialect.DeleteAudience("a1").Read(answer), "Value = True");
        yield return new(
            "Atoms/ListMembers", static (dialect, answer) => dialect.ListMembers("a1", new(), new()).Read(answer), """
            Items[0].ContactId = 696ddd56b905442f52b71394 <- data.members[0]._id
            Items[0].PhoneNumber = +14155550100 <- data.members[0].data.phoneNumber
            Items[0][firstName] = John <- data.members[0].data.firstName
            Items[0][lastName] = Doe <- data.members[0].data.lastName
            Items[0][age] = 41 <- data.members[0].data.age
            Items[0][vip] = true <- data.members[0].data.vip
            Items[0][note] = null <- data.members[0].data.note
            Items[1].ContactId = 696ddd56b905442f52b71395 <- data.members[1]._id
            Items[1].PhoneNumber = +14155550101 <- data.members[1].data.phoneNumber
            Items[1][firstName] = Jane <- data.members[1].data.firstName
            Items[1][lastName] = Smith <- data.members[1].data.lastName
            Total = 3 <- data.totalCount
            Next = 2:500 <- data.hasMore, data.totalPages
            Skipped = 0
            """) { Needs = AtomsMembers, Columns = ["data.members[].data"] };
        yield return new(
            "Atoms/SearchMembers", static (dialect, answer) => dialect.SearchMembers("a1", new MemberQuery("John"))!.Read(answer), """
            Items[0].ContactId = 696ddd56b905442f52b71394 <- data.members[0]._id
            Items[0].PhoneNumber = +14155550100 <- data.members[0].data.phoneNumber
            Items[0][firstName] = John <- data.members[0].data.firstName
            Total = 1 <- data.members, data.searchInfo
            Skipped = 0
            """) { Needs = AtomsMembers, Columns = ["data.members[].data"] };
        yield return new(
            "Atoms/AddContacts", static (dialect, answer) => dialect.AddContacts(new Audience { Id = "a1" }, Rows, "k").Read(answer), """
            Added = 5 <- data[0].data.added
            AlreadyMember = 2 <- data[0].data.skipped
            Said = 5 members added successfully <- data[0].message
            """) { Needs = ["data", "data[]"] };
        yield return new(
            "Atoms/RemoveMembers", static (dialect, answer) => dialect.RemoveMembers("a1", ["m1"]).Read(answer), "Removed = 3 <- data.deletedCount")
        {
            Needs = ["data"],
        };
        yield return new("Atoms/InUse", Error, """
            Messages[0] = can't delete audience, campaign with this audience 696ddd56b905442f52b71392 exists <- errors
            Code = AudienceInUse <- errors
            """) { Status = HttpStatusCode.BadRequest };
        yield return new("Atoms/Unauthorized", Error, "Messages[0] = Unauthorized: User not found <- errors") { Status = HttpStatusCode.Unauthorized };
        yield return new(
            "Atoms/RateLimitFlat", static (dialect, answer) => dialect.RetryAfterInBody(answer.Root), "Value = 00:01:00 <- retry_after")
        {
            Status = HttpStatusCode.TooManyRequests,
        };
        yield return new(
            "Atoms/RateLimitNested", static (dialect, answer) => dialect.RetryAfterInBody(answer.Root), "Value = 00:01:00 <- rateLimit.retryAfterSec")
        {
            Status = HttpStatusCode.TooManyRequests,
        };
    }

    private static IEnumerable<Example> OliAI()
    {
        yield return new("OliAI/ListAudiences", static (dialect, answer) => dialect.ListAudiences(new()).Read(answer), """
            Items[0].Id = aud_abc123 <- data[0].id
            Items[0].Name = Mumbai Premium <- data[0].name
            Items[0].Description = Premium customers in Mumbai <- data[0].description
            Items[0].MemberCount = 250 <- data[0].contactCount
            Items[0].CreatedAt = 2026-03-01T10:00:00+00:00 <- data[0].createdAt
            Items[0].UpdatedAt = 2026-03-10T14:00:00+00:00 <- data[0].updatedAt
            Items[0].Service = OliAI <- data
            Items[1].Id = aud_abc124 <- data[1].id
            Items[1].Name = Delhi <- data[1].name
            Items[1].MemberCount = 0 <- data[1].contactCount
            Items[1].Service = OliAI <- data
            Total = 120 <- total
            Next = 2:100 <- totalPages, total
            Skipped = 0
            """) { Needs = Audiences };
        const string audience = """
            Id = aud_abc123 <- id
            Name = Mumbai Premium <- name
            Description = Premium customers in Mumbai <- description
            MemberCount = 250 <- contactCount
            CreatedAt = 2026-03-01T10:00:00+00:00 <- createdAt
            UpdatedAt = 2026-03-10T14:00:00+00:00 <- updatedAt
            Service = OliAI
            """;
        yield return new("OliAI/GetAudience", static (dialect, answer) => dialect.GetAudience("aud_abc123").Read(answer), audience)
        {
            Needs = ["id", "name"],
        };
        yield return new(
            "OliAI/UpdateAudience",
            static (dialect, answer) => dialect.UpdateAudience("aud_abc123", new AudienceChange("Mumbai Premium", null)).Read(answer),
            audience) { Needs = [""] };
        yield return new(
            "OliAI/CreateAudience", static (dialect, answer) => dialect.CreateAudience(new AudienceDefinition("Q1"), "k").Read(answer), """
            Id = aud_abc123 <- id
            Name = Mumbai Premium <- name
            MemberCount = 0 <- contactCount
            Service = OliAI
            """) { Needs = ["id"] };
        yield return new("OliAI/DeleteContact", static (dialect, answer) => dialect.DeleteContact("c1").Read(answer), "Value = True");
        yield return new("OliAI/DeleteAudience", static (dialect, answer) => dialect.DeleteAudience("a1").Read(answer), "Value = True");
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
            Next = 2:100 <- totalPages, total
            Skipped = 0
            """;
        yield return new("OliAI/ListMembers", static (dialect, answer) => dialect.ListMembers("a1", new(), new()).Read(answer), contacts)
        {
            Needs = Contacts, Columns = ["data[].metadata"],
        };
        yield return new("OliAI/ListContacts", static (dialect, answer) => dialect.ListContacts(new(), new()).Read(answer), contacts)
        {
            Needs = Contacts, Columns = ["data[].metadata"],
        };
        yield return new(
            "OliAI/AddContactIds", static (dialect, answer) => dialect.AddContactIds("a1", ["c1"], "k").Read(answer), """
            Added = 0
            AlreadyMember = 0
            MemberCount = 252 <- contactCount
            """) { Needs = [""] };
        yield return new(
            "OliAI/RemoveMembers",
            static (dialect, answer) => dialect.RemoveMembersByPost("a1", ["c1"])!.Read(answer),
            "MemberCount = 249 <- contactCount") { Needs = [""] };
        yield return new(
            "OliAI/StartImport", static (dialect, answer) => ((IImportDialect)dialect).StartImport("a1", Rows).Read(answer), """
            Id = imp_ghi789 <- importId
            State = Running <- status
            Status = PROCESSING <- status
            Total = 2
            Done = 0
            """);
        yield return new("OliAI/ReadImport", static (dialect, answer) => ((IImportDialect)dialect).ReadImport("imp_ghi789").Read(answer), """
            Id = imp_ghi789 <- id
            State = Completed <- status
            Status = COMPLETED <- status
            Total = 4 <- total
            Created = 2 <- created
            Updated = 1 <- updated
            Failed = 1 <- failed, errorCount
            Done = 4 <- created, updated, failed, errorCount
            """) { Needs = ["status"] };
        yield return new("OliAI/ListImports", static (dialect, answer) => ((IImportDialect)dialect).ListImports(new()).Read(answer), """
            Items[0].Id = imp_ghi789 <- data[0].id
            Items[0].State = Failed <- data[0].status
            Items[0].Status = COMPLETED_WITH_ERRORS <- data[0].status
            Items[0].Total = 2 <- data[0].total
            Items[0].Created = 1 <- data[0].created
            Items[0].Updated = 0 <- data[0].updated
            Items[0].Failed = 1 <- data[0].failed
            Items[0].CreatedAt = 2026-03-10T10:04:00+00:00 <- data[0].createdAt
            Items[0].Done = 2 <- data[0].created, data[0].updated, data[0].failed
            Total = 1 <- total
            Skipped = 0
            """) { Needs = ["data", "data[]", "data[].id"] };
        yield return new("OliAI/BadRequest", Error, """
            Messages[0] = name must be a string <- message
            Messages[1] = name should not be empty <- message
            """) { Status = HttpStatusCode.BadRequest };
        yield return new("OliAI/InUse", Error, """
            Messages[0] = Audience is linked to an active campaign <- message
            Code = AudienceInUse <- message
            """) { Status = HttpStatusCode.Conflict };
    }

    private static IEnumerable<Example> CommBox()
    {
        yield return new("CommBox/ListAudiences", static (dialect, answer) => dialect.ListAudiences(new()).Read(answer), """
            Items[0].Id = 31234 <- data[0].id
            Items[0].Name = NE above 50 <- data[0].name
            Items[0].MemberCount = 1542 <- data[0].user_count
            Items[0].Type = Static <- data[0].type
            Items[0].CreatedAt = 2025-10-01T09:10:00+00:00 <- data[0].created_time
            Items[0].Service = CommBox <- data
            Items[1].Id = 45412 <- data[1].id
            Items[1].Name = VIP <- data[1].name
            Items[1].Type = Dynamic <- data[1].type
            Items[1].CreatedAt = 2025-11-01T08:30:00+00:00 <- data[1].created_time
            Items[1].Service = CommBox <- data
            Total = 2 <- data
            Skipped = 0
            """) { Needs = Audiences };
        yield return new("CommBox/GetAudience", static (dialect, answer) => dialect.GetAudience("45412").Read(answer), """
            Id = 45412 <- data[1].id
            Name = VIP <- data[1].name
            Type = Dynamic <- data[1].type
            CreatedAt = 2025-11-01T08:30:00+00:00 <- data[1].created_time
            Service = CommBox
            """) { Needs = Audiences, Sought = "data[1].id" };
        yield return new(
            "CommBox/CreateAudience", static (dialect, answer) => dialect.CreateAudience(new AudienceDefinition("Q1"), "k").Read(answer), """
            Id = 312345 <- data.id
            Name = Q1
            Service = CommBox
            """) { Needs = ["data", "data.id"] };
        yield return new("CommBox/ReplaceMembers", static (dialect, answer) => dialect.ReplaceMembers("312345", Rows).Read(answer), "Value = True");
        yield return new("CommBox/BadRequest", Error, "Messages[0] = Bad Request <- description") { Status = HttpStatusCode.BadRequest };
    }
}
