using System.Net;
using System.Text.Json;
using AudienceTools.Core.Http;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Http;

/// <summary>A service's own words, and everything else that is told, hold neither a key nor a contact's data.</summary>
public sealed class RedactionTests
{
    [Theory]
    [InlineData("+919812345678")]
    [InlineData("919812345678")]
    [InlineData("+1 415 555 0100")]
    [InlineData("+1 (415) 555-0100")]
    [InlineData("(415) 555-0100")]
    [InlineData("1.415.555.0100")]
    [InlineData("98765 43210")]
    [InlineData("+44 20\u00a07946\u00a00958")]
    [InlineData("+44\u200b2079460958")]
    [InlineData("\u202a+442079460958\u202c")]
    [InlineData("0044/20/79460958")]
    [InlineData("+٩١٩٨١٢٣٤٥٦٧٨")]
    public void A_phone_number_is_masked_but_for_its_last_two_digits_wherever_it_stands(string number)
    {
        var last = new string([.. number.Where(char.IsDigit).TakeLast(2)]);
        string[] texts =
        [
            number, $"Number {number} is invalid", $"phone:{number}.", $$"""{"phoneNumber":"{{number}}","n":1}""", $"'{number}'", $"[{number}]",
            $"a={number}&b",
        ];
        foreach (var text in texts)
        {
            var shown = Redaction.Excerpt(text);

            Assert.InRange(shown.Count(char.IsDigit), 0, text.Count(char.IsDigit) - number.Count(char.IsDigit) + 2);
            Assert.Contains(last, shown, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("tel919812345678")]
    [InlineData("contact_919812345678_row")]
    public void A_phone_number_inside_a_word_is_masked_too(string word) =>
        Assert.DoesNotContain("9198123456", Redaction.Excerpt(word), StringComparison.Ordinal);

    [Theory]
    [InlineData("sk_live_abc123")]
    [InlineData("'sk_live_abc123'")]
    [InlineData("key=sk_live_abc123")]
    [InlineData("""{"key":"sk_live_abc123"}""")]
    [InlineData("Bearer:SK_live_abc123.")]
    [InlineData("asha@example.com")]
    [InlineData("<asha.rao+x@example.co.in>,")]
    [InlineData("""{"email":"asha@example.com"}""")]
    public void Keys_and_e_mail_addresses_are_masked(string word)
    {
        var shown = Redaction.Excerpt($"The value {word} is wrong");

        Assert.DoesNotContain("abc123", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("asha", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("example", shown, StringComparison.Ordinal);
        Assert.StartsWith("The value ", shown, StringComparison.Ordinal);
        Assert.EndsWith(" is wrong", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Audience cannot exceed 10000 members")]
    [InlineData("You currently have 9990 members. You can add up to 10 more.")]
    [InlineData("can't delete audience, campaign with this audience 66f1a2b3c4d5e6f708192a3b exists")]
    [InlineData("No audience 550e8400-e29b-41d4-a716-44665544f00a")]
    [InlineData("Unknown id aud_abc123")]
    [InlineData("वैध नहीं है 🙂")]
    public void What_helps_stays(string text) => Assert.Equal(text, Redaction.Excerpt(text));

    [Fact]
    public void An_excerpt_is_one_short_line_without_control_characters()
    {
        var shown = Redaction.Excerpt("first\r\nsecond\t\u001b[31mthird\0 " + new string('x', 10_000));

        Assert.StartsWith("first second [31mthird", shown, StringComparison.Ordinal);
        Assert.True(shown.Length <= 301);
        Assert.DoesNotContain(shown, char.IsControl);
    }

    [Fact]
    public void A_number_that_lies_across_the_end_of_an_excerpt_is_not_shown() =>
        Assert.All(Enumerable.Range(0, 40), shift =>
        {
            var shown = Redaction.Excerpt(string.Concat(Enumerable.Repeat("ab ", 80 + shift)) + "+919812345678 " + new string('y', 2000));
            Assert.DoesNotContain("9198123456", shown, StringComparison.Ordinal);
        });

    [Theory]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.Local)]
    public async Task The_connections_own_key_never_comes_back_in_an_error(AudienceService service)
    {
        const string key = "3c9fd2aa71e0";
        var transport = new RecordingTransport(Replies.Json(
            JsonSerializer.Serialize(new { message = $"The key '{key}' is unknown, Bearer {key}" }), HttpStatusCode.Unauthorized));
        using var client = new AudienceClient(Clients.Options(service, transport) with { ApiKey = key });

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.NotAuthenticated, exception.Code);
        Assert.DoesNotContain(key, exception.ToString(), StringComparison.Ordinal);
        Assert.Contains("is unknown", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_hold_neither_query_nor_key_nor_body()
    {
        var observer = new RecordingObserver();
        using var client = Clients.Of(
            AudienceService.Atoms,
            Replies.Status(503),
            Replies.Json(
                """{"status":true,"data":{"members":[{"_id":"m1","data":{"phoneNumber":"+14155550100"}}],"hasMore":false}}""",
                HttpStatusCode.OK,
                ("x-request-id", "r-9")));

        await Clients.AllAsync(client.Observed(observer).ListMembersAsync(
            "a1", new MemberQuery("+14155550100"), ListRange.All, Clients.Cancel));

        var told = string.Join('\n', [.. observer.Attempts, .. observer.Waits, .. observer.Notes, .. observer.Warnings]);
        Assert.DoesNotContain("4155550100", told, StringComparison.Ordinal);
        Assert.DoesNotContain("?", told, StringComparison.Ordinal);
        Assert.DoesNotContain(Clients.Key, told, StringComparison.Ordinal);
        Assert.Equal(["GET /atoms/v1/audience/a1/members/search 503 1", "GET /atoms/v1/audience/a1/members/search 200 2"], observer.Attempts.Select(
            attempt => $"{attempt.Method} {attempt.Path} {attempt.Status} {attempt.Attempt}"));
    }

    [Fact]
    public async Task A_try_without_an_answer_is_told_in_a_word()
    {
        var observer = new RecordingObserver();
        using var client = Clients.Of(AudienceService.Atoms, Replies.Broken(), Replies.Refused(), Replies.Json("""{"data":{"_id":"a1","name":"Q1"}}"""));

        await client.Observed(observer).GetAudienceAsync("a1", Clients.Cancel);

        Assert.Equal(["Broken", "NeverSent", null], observer.Attempts.Select(attempt => attempt.Failure));
    }

    [Fact]
    public void Options_and_contacts_print_no_data()
    {
        var options = Clients.Options(AudienceService.Atoms, new RecordingTransport());

        Assert.Equal("Atoms ", options.ToString());
        Assert.Equal("a contact", Clients.Contact("+14155550100", ("Name", "Asha")).ToString());
    }
}
