using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Http;
using AudienceTools.Core.Tests.Dialects;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Http;

/// <summary>Whatever stands in a text field of an answer: no control character, no key and, in sentences, no phone number gets in.</summary>
public sealed class ServiceTextsTests
{
    private const string Key = "3c9fd2aa71e0";
    private const string Number = "+14155550123";
    private static readonly string s_hostile = $"A\u001b[31mB\rC\u2028\u202e sk_live_0123456789abcdef0123 {Key} {Number}";

    public static TheoryData<string> Names =>
        [.. Examples.All.Where(static example => Texts(JsonNode.Parse(example.Json)!).Count > 0).Select(static example => example.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_text_of_every_answer_is_fit_to_be_shown(string name)
    {
        var example = Examples.Of(name);
        for (var field = 0; field < Texts(JsonNode.Parse(example.Json)!).Count; field++)
        {
            var root = JsonNode.Parse(example.Json)!;
            Texts(root)[field].ReplaceWith(s_hostile);
            var shown = Shown(example, JsonSerializer.SerializeToElement(root));

            Assert.All(shown, text =>
            {
                Assert.DoesNotContain(text.Replace("\n", "", StringComparison.Ordinal), static c => char.IsControl(c) || c == '\u202e');
                Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
                Assert.DoesNotContain("0123456789abcdef", text, StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public void Sentences_and_codes_have_no_phone_number_and_one_line()
    {
        var texts = new ServiceTexts(Key);
        var row = texts.Clean(new AddedContacts(0, 0, [new RejectedContact(0, s_hostile, s_hostile)], MemberCount: null)).Rejected[0];
        var job = texts.Clean(new ImportJob("imp_1", ImportJobState.Failed) { Status = s_hostile });
        var error = texts.Clean(new ServiceError([s_hostile]) { Campaigns = [new("c1", "Spring\u001b]0;x\u0007", s_hostile)] });

        Assert.All([row.Code, row.Message, job.Status!, error.Messages[0], error.Campaigns[0].Status!], static text =>
        {
            Assert.DoesNotContain("1415555", text, StringComparison.Ordinal);
            Assert.DoesNotContain(text, char.IsControl);
            Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
        });
        Assert.Equal("Spring ]0;x ", error.Campaigns[0].Name);
    }

    [Theory]
    [InlineData("Q1 Sales Leads 2026-11-28")]
    [InlineData("SK_Leads 20261128")]
    [InlineData("Diwali (2026), Pune – Nº 1 🙂")]
    public void A_name_stays_as_people_wrote_it(string name)
    {
        Assert.Equal(name, new ServiceTexts(Key).Clean(new Audience { Id = "a1", Name = name }).Name);
        Assert.Equal(name, Redaction.Name(name));
    }

    [Fact]
    public void A_members_columns_are_its_own()
    {
        var member = new AudienceMember("m\u001b1", Number, new MemberColumns(["Note"]), [s_hostile]);
        var page = new ServiceTexts(Key).Clean(new Core.Paging.Page<AudienceMember>([member], 1, null));
        Assert.Equal(("m 1", s_hostile), (page.Items[0].ContactId, page.Items[0].GetColumn("Note")));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Redirect)]
    [InlineData(HttpStatusCode.Conflict)]
    public async Task What_an_error_tells_of_its_answer_is_clean(HttpStatusCode status)
    {
        var body = JsonSerializer.Serialize(new { message = s_hostile, campaigns = new[] { new { id = "c1", name = s_hostile, status = s_hostile } } });
        var transport = new RecordingTransport(Replies.Json(
            body, status, ("x-request-id", $"r-{Key}-14155550123"), ("Location", $"https://{Key}.4155550123.example/")));
        using var client = new AudienceClient(Clients.Options(AudienceService.Local, transport) with { ApiKey = Key });

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        var told = exception.ToString() + exception.RequestId + string.Join(' ', exception.Campaigns);
        Assert.DoesNotContain(Key, told, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", told, StringComparison.Ordinal);
        Assert.DoesNotContain("4155550123", exception.ToString() + exception.RequestId, StringComparison.Ordinal);
        Assert.StartsWith("r-", exception.RequestId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_names_in_a_message_shows_no_phone_number()
    {
        using var client = Clients.Of(
            AudienceService.Local, Replies.Json($$"""{"data":[{"id":"a1","name":"Leads {{Number}}"}],"total":1,"page":1,"limit":1000,"totalPages":1}"""));

        var exception = await Clients.FailsAsync(() => client.FindAudienceAsync("Other", Clients.Cancel));

        Assert.Contains("Leads +*********23", exception.Message, StringComparison.Ordinal);
    }

    private static List<JsonNode> Texts(JsonNode node) => node switch
    {
        JsonObject properties => [.. properties.SelectMany(static property => property.Value is { } value ? Texts(value) : [])],
        JsonArray items => [.. items.SelectMany(static item => item is { } value ? Texts(value) : [])],
        _ when node.GetValueKind() == JsonValueKind.String => [node],
        _ => [],
    };

    private static List<string> Shown(Example example, JsonElement root)
    {
        try
        {
            var read = example.Read(KnownDialects.Of(example.Service), new Answer(example.Status, root));
            return [.. ModelText.Of(new ServiceTexts(Key).Clean(read)).Where(static line => !IsNotShown(line.Key)).Select(static line => line.Value)];
        }
        catch (AudienceException exception)
        {
            return [exception.Message];
        }
    }

    // A cursor goes back to the service, and is never shown.
    private static bool IsNotShown(string line) => line == "Next"
        || line.EndsWith(".PhoneNumber", StringComparison.Ordinal) || (line.EndsWith(']') && line.Contains("][", StringComparison.Ordinal));
}
