using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>The body with which Atoms creates an audience, byte for byte.</summary>
public sealed class ContactFormTests
{
    [Fact]
    public async Task A_form_has_the_fields_and_the_file_and_nothing_else() =>
        Assert.Equal(
            """
            --B
            Content-Disposition: form-data; name="name"

            Q1 "A", Zoë 🙂
            --B
            Content-Disposition: form-data; name="phoneNumberColumnName"

            phoneNumber
            --B
            Content-Disposition: form-data; name="description"

            Two
            lines
            --B
            Content-Type: text/csv
            Content-Disposition: form-data; name="file"; filename="contacts.csv"

            phoneNumber,City
            +14155550100,Pune

            --B--

            """.ReplaceLineEndings("\n"),
            (await BodyAsync(new AudienceDefinition("Q1 \"A\", Zoë 🙂")
            {
                Description = "Two\nlines",
                Contacts = [Clients.Contact("+14155550100", ("City", "Pune"))],
            })).Replace("\r\n", "\n", StringComparison.Ordinal));

    [Fact]
    public async Task Without_a_description_there_is_no_field_for_it() =>
        Assert.DoesNotContain("description", await BodyAsync(Clients.Definition()), StringComparison.Ordinal);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("old\rMac", "\"old\rMac\"")]
    [InlineData(" blanks ", " blanks ")]
    [InlineData("Zoë 🙂", "Zoë 🙂")]
    [InlineData("=1+1", "=1+1")]
    [InlineData("'+44", "'+44")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public async Task A_cell_comes_out_of_the_file_as_it_went_in(string? value, string cell)
    {
        var file = await FileAsync(new AudienceDefinition("Q1")
        {
            Contacts = [Clients.Contact("+14155550100", ("Note", value), ("Last", "z")), Clients.Contact("+14155550101", ("Note", "n"), ("Last", "z"))],
        });

        Assert.Equal($"phoneNumber,Note,Last\n+14155550100,{cell},z\n+14155550101,n,z\n", file);
    }

    [Fact]
    public async Task The_names_of_columns_are_quoted_like_cells() =>
        Assert.StartsWith("phoneNumber,\"a,b\",\"say \"\"hi\"\"\"\n", await FileAsync(new AudienceDefinition("Q1")
        {
            Contacts = [Clients.Contact("+14155550100", ("a,b", "1"), ("say \"hi\"", "2"))],
        }), StringComparison.Ordinal);

    [Fact]
    public async Task Contacts_with_other_columns_each_have_their_values_under_their_own_names() =>
        Assert.Equal(
            "phoneNumber,City,Note,city\n+14155550100,Pune,,\n+14155550101,Goa,n,\n+14155550102,,,x\n+14155550103,,,\n+14155550104,Agra,m,\n",
            await FileAsync(new AudienceDefinition("Q1")
            {
                Contacts =
                [
                    Clients.Contact("+14155550100", ("City", "Pune")),
                    Clients.Contact("+14155550101", ("Note", "n"), ("City", "Goa")),
                    Clients.Contact("+14155550102", ("city", "x")),
                    Clients.Contact("+14155550103"),
                    Clients.Contact("+14155550104", ("City", "Agra"), ("Note", "m")),
                ],
            }));

    private static async Task<string> BodyAsync(AudienceDefinition definition)
    {
        var transport = new RecordingTransport(Replies.NoAudiences(), Replies.Json("""{"status":true,"data":{"_id":"a1"}}"""));
        using var client = Clients.Atoms(transport);
        await client.CreateAudienceAsync(definition, Clients.Cancel);
        var request = transport.Requests[^1];
        Assert.Equal("POST /atoms/v1/audience", request.Line);
        var type = request.Header("Content-Type")!;
        Assert.StartsWith("multipart/form-data; boundary=", type, StringComparison.Ordinal);
        var boundary = type[(type.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim('"');
        return request.Body.Replace(boundary, "B", StringComparison.Ordinal);
    }

    private static async Task<string> FileAsync(AudienceDefinition definition)
    {
        const string before = "filename=\"contacts.csv\"\r\n\r\n";
        var body = await BodyAsync(definition);
        var start = body.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return body[start..body.LastIndexOf("\r\n--B--", StringComparison.Ordinal)];
    }
}
