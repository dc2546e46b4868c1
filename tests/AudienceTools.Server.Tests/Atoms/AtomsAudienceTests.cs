using System.Net;
using System.Text;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Atoms;

public sealed class AtomsAudienceTests
{
    private const string PythonClientCsv = "firstName,lastName,phoneNumber\nJohn,Doe,+916366821717\nJane,Smith,+919353662554";

    [Fact]
    public async Task The_file_of_the_official_Python_client_is_taken_as_it_is()
    {
        await using var service = await Service.StartAsync();
        var created = (await service.UploadAsync(PythonClientCsv)).Expect(HttpStatusCode.OK);
        Assert.True(created["status"].GetBoolean());
        Assert.Equal("Leads", created["data"].GetProperty("name").GetString());
        Assert.Equal("phoneNumber", created["data"].GetProperty("phoneNumberColumnName").GetString());
        Assert.False(created["data"].TryGetProperty("memberCount", out _));
        var id = created["data"].GetProperty("_id").GetString()!;
        Assert.Matches("^[0-9a-f]{24}$", id);
        var members = await service.AtomsMembersAsync(id);
        Assert.Equal(
            [
                """{"firstName":"John","lastName":"Doe","phoneNumber":"+916366821717"}""",
                """{"firstName":"Jane","lastName":"Smith","phoneNumber":"+919353662554"}""",
            ],
            members.Select(static member => member.GetProperty("data").GetRawText()));
        Assert.All(members, static member => Assert.Matches("^[0-9a-f]{24}$", member.GetProperty("_id").GetString()));
        Assert.Equal(created["data"].GetRawText(), (await service.GetAsync($"/atoms/v1/audience/{id}"))["data"].GetRawText());
    }

    [Fact]
    public async Task The_file_is_read_as_RFC_4180_has_it()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAtomsAudienceAsync("\uFEFFmobile,note\r\n+14155550001,\"a \"\"b\"\",\nc\"\r\n\r\n+14155550002,\r\n", "mobile");
        var members = await service.AtomsMembersAsync(id);
        Assert.Equal(2, members.Count);
        Assert.Equal("a \"b\",\nc", members[0].GetProperty("data").GetProperty("note").GetString());
        Assert.Equal(["mobile", "note"], members[1].GetProperty("data").EnumerateObject().Select(static column => column.Name));
        Assert.Empty(members[1].GetProperty("data").GetProperty("note").GetString()!);
    }

    [Fact]
    public async Task A_file_with_nothing_but_a_header_makes_an_empty_audience()
    {
        await using var service = await Service.StartAsync();
    }

    [Theory]
    [InlineData(
        "phoneNumber\n+14155550001\n+14155550001",
        "Some phone numbers in your CSV already exist in this audience. Please remove duplicate entries and try again.")]
    [InlineData(
        "phoneNumber\n+14155550001\n0155550002",
        "Row 3 of the CSV file has no valid phone number. A phone number is + and 7 to 15 digits (E.164).")]
    [InlineData("name\nA", "Phone number column not found in the CSV file")]
    [InlineData("PhoneNumber\n+14155550001", "Phone number column not found in the CSV file")]
    [InlineData("first name,phoneNumber\nA,+14155550001", "Column names can only contain letters, numbers and underscores")]
    [InlineData("a,a,phoneNumber\n1,2,+14155550001", "Column names must be unique")]
    [InlineData("a,phoneNumber\n+14155550001", "Row 2 of the CSV file has 1 fields, the header has 2.")]
    [InlineData("a,phoneNumber\n\"A,+14155550001", "Row 2 of the CSV file has a quote that is never closed.")]
    [InlineData("a,phoneNumber\n\"A\"b,+14155550001", "Row 2 of the CSV file has text behind a closing quote.")]
    [InlineData("", "CSV file is empty")]
    [InlineData("name,phoneNumber\n", "CSV file has no members")]
    [InlineData("a\0b", "The file isn't a CSV file.")]
    public async Task A_file_that_can_t_be_taken_is_refused_with_the_reason(string csv, string reason)
    {
        await using var service = await Service.StartAsync();
        var reply = (await service.UploadAsync(csv)).Expect(HttpStatusCode.BadRequest);
        Assert.False(reply["status"].GetBoolean());
        Assert.Equal(reason, reply.Errors());
        Assert.Equal(0, (await service.GetAsync("/atoms/v1/audience"))["data"].GetArrayLength());
    }

    [Fact]
    public async Task What_the_form_lacks_or_has_too_much_of_is_told()
    {
        await using var service = await Service.StartAsync();
        var csv = Encoding.UTF8.GetBytes(PythonClientCsv);
        Assert.Equal("CSV file is required", (await service.UploadAsync(AtomsVerbs.Form(null))).Expect(HttpStatusCode.BadRequest).Errors());
        Assert.Equal("Audience name is required", (await service.UploadAsync(AtomsVerbs.Form(csv, name: null))).Errors());
        Assert.Equal("Phone number column name is required", (await service.UploadAsync(AtomsVerbs.Form(csv, phoneColumn: null))).Errors());
        Assert.Equal("The CSV file isn't valid UTF-8.", (await service.UploadAsync(AtomsVerbs.Form([0x61, 0xE9, 0x0A]))).Errors());
        Assert.Equal("CSV file cannot exceed 5 MB", (await service.UploadAsync(AtomsVerbs.Form(new byte[(5 * 1024 * 1024) + 1]))).Errors());
        var twice = AtomsVerbs.Form(csv);
        twice.Add(new ByteArrayContent(csv), "file", "b.csv");
        Assert.Equal("Only one CSV file is allowed", (await service.UploadAsync(twice)).Errors());
        Assert.Equal(
            "CSV file is required", (await service.PostAsync("/atoms/v1/audience", new { name = "A" })).Expect(HttpStatusCode.BadRequest).Errors());
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("C:\\windows\\a.csv")]
    [InlineData("a\u0001b.csv")]
    public async Task A_file_s_name_is_never_looked_at(string fileName)
    {
        await using var service = await Service.StartAsync();
        (await service.UploadAsync(AtomsVerbs.Form(Encoding.UTF8.GetBytes(PythonClientCsv), fileName: fileName))).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("multipart/form-data", "x")]
    [InlineData("multipart/form-data; boundary=b", "")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nA")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\n\r\nA\r\n--b--\r\n")]
    public async Task A_form_that_is_broken_is_refused(string contentType, string body)
    {
        await using var service = await Service.StartAsync();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        (await service.UploadAsync(content)).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Ten_thousand_members_are_the_limit_of_a_file()
    {
        await using var service = await Service.StartAsync();
        Assert.Equal("Audience cannot exceed 10000 members", (await service.UploadAsync(Csv(10_001))).Expect(HttpStatusCode.BadRequest).Errors());
        (await service.UploadAsync(Csv(10_000))).Expect(HttpStatusCode.OK);
        Assert.Equal(10_000, (await service.GetAsync("/atoms/v1/audience"))["data"][0].GetProperty("memberCount").GetInt32());

        static string Csv(int count) => "phoneNumber\n" + string.Join('\n', Enumerable.Range(0, count).Select(static i => $"+{9_100_000_000 + i}"));
    }

    [Fact]
    public async Task The_list_is_whole_and_has_counts_and_campaigns()
    {
        await using var service = await Service.StartAsync();
        var used = await service.NewAtomsAudienceAsync(PythonClientCsv);
        await service.NewAudienceAsync("Empty");
        await service.NewAtomsCampaignAsync(used, "January");
        var list = (await service.GetAsync("/atoms/v1/audience"))["data"];
        Assert.Equal(2, list.GetArrayLength());
        Assert.Equal((2, true), (list[0].GetProperty("memberCount").GetInt32(), list[0].GetProperty("hasCampaigns").GetBoolean()));
        Assert.Equal("January", list[0].GetProperty("campaigns")[0].GetProperty("name").GetString());
        Assert.Equal("draft", list[0].GetProperty("campaigns")[0].GetProperty("status").GetString());
        Assert.Equal((0, false), (list[1].GetProperty("memberCount").GetInt32(), list[1].GetProperty("hasCampaigns").GetBoolean()));
    }

    [Fact]
    public async Task An_audience_in_use_is_refused_by_the_vendor_s_text_and_an_unused_one_goes()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAtomsAudienceAsync(PythonClientCsv);
        var campaign = await service.NewAtomsCampaignAsync(id);
        var refused = (await service.DeleteAsync($"/atoms/v1/audience/{id}")).Expect(HttpStatusCode.BadRequest);
        Assert.Equal($"can't delete audience, campaign with this audience {id} exists", refused.Errors());
        (await service.DeleteAsync($"/atoms/v1/campaign/{campaign}")).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"status":true,"data":[]}""", (await service.DeleteAsync($"/atoms/v1/audience/{id}")).Expect(HttpStatusCode.OK).Text);
        var gone = (await service.DeleteAsync($"/atoms/v1/audience/{id}")).Expect(HttpStatusCode.NotFound);
        Assert.Equal("""{"status":false,"errors":["Audience not found"]}""", gone.Text);
        (await service.GetAsync("/atoms/v1/audience/abc")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Both_APIs_see_the_same_audience()
    {
        await using var service = await Service.StartAsync();
        await service.NewAtomsAudienceAsync("name,mobile,City\nAsha,+14155550001,Pune", "mobile");
        var local = (await service.GetAsync("/v1/audiences"))["data"][0].GetProperty("id").GetString()!;
        var member = (await service.MembersAsync(local))[0];
        Assert.Equal("Asha", member.GetProperty("name").GetString());
        Assert.Equal("""{"name":"Asha","City":"Pune"}""", member.GetProperty("metadata").GetRawText());

        await service.AddAsync(await service.NewAudienceAsync("Local"), new { City = "Goa", phoneNumber = "+14155550002" });
        var atoms = (await service.GetAsync("/atoms/v1/audience"))["data"][1];
        Assert.Equal("phoneNumber", atoms.GetProperty("phoneNumberColumnName").GetString());
        Assert.Equal(
            """{"phoneNumber":"+14155550002","City":"Goa"}""",
            (await service.AtomsMembersAsync(atoms.GetProperty("_id").GetString()!))[0].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task The_identifying_column_stands_in_the_answer_to_a_create_alone()
    {
        await using var service = await Service.StartAsync();
        var form = AtomsVerbs.Form(Encoding.UTF8.GetBytes("crmId,phoneNumber\n7,+14155550001"));
        form.Add(new StringContent("crmId"), "identifierColumnName");
        var created = (await service.UploadAsync(form)).Expect(HttpStatusCode.OK)["data"];
        Assert.Equal("crmId", created.GetProperty("identifierColumnName").GetString());
        Assert.False((await service.GetAsync($"/atoms/v1/audience/{created.GetProperty("_id").GetString()}"))["data"].TryGetProperty("identifierColumnName", out _));
        Assert.False((await service.GetAsync("/atoms/v1/audience"))["data"][0].TryGetProperty("identifierColumnName", out _));
    }

    [Fact]
    public async Task Campaigns_are_listed_with_what_they_use_and_can_be_searched_and_sorted()
    {
        await using var service = await Service.StartAsync();
        var audience = await service.NewAtomsAudienceAsync(PythonClientCsv);
        foreach (var name in (string[])["January", "February", "March"])
        {
            await service.NewAtomsCampaignAsync(audience, name);
        }

        var page = (await service.GetAsync("/atoms/v1/campaign?search=uary&sortField=name&sortOrder=desc&offset=1"))["data"];
        var campaign = page.GetProperty("campaigns")[0];
        Assert.Equal("January", campaign.GetProperty("name").GetString());
        Assert.Equal(("a1", audience, 2), (
            campaign.GetProperty("agent").GetProperty("_id").GetString(),
            campaign.GetProperty("audience").GetProperty("_id").GetString(),
            campaign.GetProperty("participantsCount").GetInt32()));
        Assert.Equal("""{"total":2,"page":1,"offset":1,"hasMore":true,"totalPages":2}""", page.GetProperty("pagination").GetRawText());
        Assert.Equal(3, page.GetProperty("totalCampaignCount").GetInt32());
        Assert.Equal(0, (await service.GetAsync("/atoms/v1/campaign?status=running"))["data"].GetProperty("campaigns").GetArrayLength());
        Assert.Equal(3, (await service.GetAsync("/atoms/v1/campaign?status=draft"))["data"].GetProperty("campaigns").GetArrayLength());
    }

    [Fact]
    public async Task Nobody_is_on_the_do_not_call_list()
    {
        await using var service = await Service.StartAsync();
        var reply = (await service.GetAsync("/atoms/v1/dnc?page=2&sortField=phoneNumber")).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"status":true,"data":{"entries":[],"pagination":{"total":0,"page":2,"offset":50,"hasMore":false,"totalPages":0}}}""", reply.Text);
        (await service.GetAsync("/atoms/v1/dnc?offset=501")).Expect(HttpStatusCode.BadRequest);
        (await service.GetAsync("/atoms/v1/dnc?sortField=city")).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_campaign_goes_through_the_vendor_s_states()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAtomsCampaignAsync(await service.NewAtomsAudienceAsync(PythonClientCsv));
        var path = $"/atoms/v1/campaign/{id}";
        (await service.PostAsync($"{path}/pause")).Expect(HttpStatusCode.BadRequest);
        var started = (await service.PostAsync($"{path}/start")).Expect(HttpStatusCode.Accepted)["data"];
        Assert.Equal(["message", "taskId", "campaignId"], started.EnumerateObject().Select(static property => property.Name));
        Assert.Equal(id, started.GetProperty("campaignId").GetString());
        (await service.PostAsync($"{path}/start")).Expect(HttpStatusCode.BadRequest);
        (await service.DeleteAsync(path)).Expect(HttpStatusCode.BadRequest);
        Assert.Equal("paused", (await service.PostAsync($"{path}/pause")).Expect(HttpStatusCode.OK)["data"].GetProperty("status").GetString());
        Assert.Equal("paused", (await service.GetAsync(path))["data"].GetProperty("campaign").GetProperty("status").GetString());
        var list = (await service.GetAsync("/atoms/v1/campaign?page=1&offset=10"))["data"];
        Assert.Equal("paused", list.GetProperty("campaigns")[0].GetProperty("status").GetString());
        (await service.PostAsync("/atoms/v1/campaign", new { name = "A" })).Expect(HttpStatusCode.BadRequest);
        (await service.PostAsync("/atoms/v1/campaign", new { name = "A", audienceId = "x" })).Expect(HttpStatusCode.NotFound);
    }
}
