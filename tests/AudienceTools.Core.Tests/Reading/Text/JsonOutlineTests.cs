using System.Text;

namespace AudienceTools.Core.Tests.Reading.Text;

public class JsonOutlineTests
{
    [Theory]
    [InlineData("""{"contacts":[{"phone":"+442079460901"},{"phone":"+442079460902"}]}""", "'contacts'", "-Raw | ConvertFrom-Json).contacts | Add-AudienceContact")]
    [InlineData("{\n  \"total\": 2,\n  \"errors\": [],\n  \"data\": {\n    \"the items\": [\n      {\"name\":\"Ann\",\"phone\":\"+442079460901\"}]}}\n", "'data.the items'", ").data.'the items' |")]
    [InlineData("""{"total":1234567,"page":{"next":null},"facets":[{"name":"x"}],"rows":[{"mobile":"+442079460901"}]}""", "'rows'", ").rows |")]
    [InlineData("""{"rows":[{"handy":"+442079460901"}],"total":1}""", "'rows'", ").rows |")]
    [InlineData("""{"numbers":["+442079460901","+442079460902"]}""", "'numbers'", ").numbers |")]
    [InlineData("""{"phones":[{"name":"Ann","phone":"+442079460901"}]}""", "'phones'", ").phones |")]
    [InlineData("""{"+442079460901":[{"phone":"+442079460901"}]}""", "with a list in it", "its name")]
    [InlineData("""{"u1":{"phone":"+442079460901"},"u2":{"phone":"+442079460902"}}""", "properties of one object", ".PSObject.Properties.Value |")]
    [InlineData("""{"Ann":{"phones":["+442079460901"],"city":"York"},"Bob":{"phones":["+442079460902","+442079460903"]}}""", "properties of one object", ".PSObject.Properties.Value |")]
    [InlineData("""{"phone":["+442079460901","+442079460902"],"name":["Ann","Bob"]}""", "a list for each column", "list of objects")]
    [InlineData("""{"phone":{"0":"+442079460901"},"name":{"0":"Ann"}}""", "an object for each column", "list of objects")]
    [InlineData("""[["phone","name"],["+442079460901","Ann"]]""", "lists in a list", "list of objects")]
    public async Task Other_JSON_is_an_error_that_says_what_it_is_and_how_to_reach_the_list(string text, string what, string way)
    {
        var (rows, error) = await Input.ReadToErrorAsync(text);
        Assert.Empty(rows);
        Assert.Equal(AudienceErrorCode.UnsupportedFormat, error.Code);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains(way, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("7946", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"phone":"+442079460901","name":"Ann"}""")]
    [InlineData("{\n\"handy\":\"+442079460901\",\n\"orders\":[{\"sku\":\"x\"}]\n}")]
    [InlineData("""{"phone":"+442079460901","relatives":[{"phone":"+442079460902"}]}""")]
    [InlineData("""{"phone":null,"relatives":[{"phone":"+442079460902"}]}""")]
    [InlineData("""{"name":"Ann","phoneNumbers":[{"value":"+442079460901"}]}""")]
    [InlineData("""{"name":"Eva","phones":["030 4412","030 4413"]}""")]
    [InlineData("""{"phones":["030 4412"],"tags":["a"]}""")]
    [InlineData("""{"name":"Ann","tags":["a","b"]}""")]
    [InlineData("{}")]
    public async Task A_single_object_that_may_be_a_contact_is_a_row(string text) => Assert.Single(await Input.ReadAsync(text));

    [Theory]
    [InlineData("""{"data":[],"next":null}""", "'data'")]
    [InlineData("{\n\"status\": \"ok\", \"page\": {\"items\": [ ]}, \"errors\": []\n}\n", "'page.items', 'errors'")]
    public async Task An_empty_list_in_an_object_is_told(string text, string path)
    {
        var (rows, error) = await Input.ReadToErrorAsync(text);
        Assert.Empty(rows);
        Assert.Equal(AudienceErrorCode.EmptyInput, error.Code);
        Assert.Contains($"the list in {path} is empty", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"name\":\"Ann\",\"tags\":[]}\n{\"name\":\"Bob\",\"tags\":[]}\n", 2)]
    [InlineData("""{"phone":"12","tags":[]}""", 1)]
    [InlineData("""{"ring":"+442079460901","tags":[]}""", 1)]
    [InlineData("""{"name":"Ann","phones":[]}""", 1)]
    public async Task Objects_that_may_be_contacts_are_rows_with_an_empty_list_too(string text, int count) => Assert.Equal(count, (await Input.ReadAsync(text)).Count);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public async Task A_list_in_an_object_may_be_of_any_length(string lineEnd)
    {
        var contact = "{\"phone\":\"+442079460901\"}," + lineEnd;
        var (_, error) = await Input.ReadToErrorAsync($"{{{lineEnd}\"contacts\":[" + string.Concat(Enumerable.Repeat(contact, (4 << 20) / contact.Length)));
        Assert.Equal(AudienceErrorCode.UnsupportedFormat, error.Code);
        Assert.Contains("'contacts'", error.Message, StringComparison.Ordinal);
    }
}
