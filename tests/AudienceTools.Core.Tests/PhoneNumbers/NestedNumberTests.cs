using AudienceTools.Core.PhoneNumbers;

namespace AudienceTools.Core.Tests.PhoneNumbers;

public class NestedNumberTests
{
    [Theory]
    [InlineData("""["030 901820"]""", "030 901820")]
    [InlineData(""" [ "030 901820" ] """, "030 901820")]
    [InlineData("""[["030 901820"]]""", "030 901820")]
    [InlineData("[491511234567]", "491511234567")]
    [InlineData("[4.9e11]", "4.9e11")]
    [InlineData("[1.10]", "1.10")]
    [InlineData("""["+442079460958", null, " "]""", "+442079460958")]
    [InlineData("[]", null)]
    [InlineData("[null, \"\"]", null)]
    [InlineData("[true]", "true")]
    [InlineData("[0]30 901820", "[0]30 901820")]
    [InlineData("[+44] 20 7946 0958", "[+44] 20 7946 0958")]
    [InlineData("{", "{")]
    [InlineData("+442079460958", "+442079460958")]
    [InlineData(" ", " ")]
    [InlineData(null, null)]
    public void A_list_of_one_is_its_number_and_what_is_no_JSON_stays(string? cell, string? number)
    {
        Assert.Null(NestedNumber.Unwrap(cell, "phone", out var found));
        Assert.Equal(number, found);
    }

    [Fact]
    public void Half_a_character_is_no_JSON_and_no_other_exception()
    {
        var cell = $"[\"{'\ud800'}\"]";
        Assert.Null(NestedNumber.Unwrap(cell, "phone", out var found));
        Assert.Equal(cell, found);
        Assert.Null(NestedNumber.Unwrap("""["\ud800"]""", "phone", out _));
    }

    [Theory]
    [InlineData("""["12345","67890"]""", "2 values", "$_.'business phones'[0] }")]
    [InlineData("""["030 4412","030 4413"]""", "2 values", "$_.'business phones'[0] }")]
    [InlineData("""[491511234567, 491511234568, 1]""", "3 values", "")]
    [InlineData("""[{"value":"+442079460901"}, "x"]""", "2 values", "")]
    [InlineData("""[{"value":"+442079460901","type":"mobile"}]""", "'value' within", "$_.'business phones'[0].value }")]
    [InlineData("""[{"type":"mobile","value":"+442079460901"},{"value":"+442079460902"}]""", "2 objects", "$_.'business phones'[0].value }")]
    [InlineData("""{"country code":44,"the number":"020 7946 0901"}""", "'the number' within", "$_.'business phones'.'the number' }")]
    [InlineData("""{"mobile":{"number":442079460901}}""", "'number' within", "$_.'business phones'.mobile.number }")]
    [InlineData("""{"type":"mobile"}""", "holds an object", "Select-Object")]
    [InlineData("{}", "holds an object", "Select-Object")]
    [InlineData("""{"+442079460901":"+442079460901"}""", "holds an object", "Select-Object")]
    public void Several_numbers_and_objects_are_refused_with_the_way_to_the_number(string cell, string what, string way)
    {
        var reason = NestedNumber.Unwrap(cell, "business phones", out _);
        Assert.Contains(what, reason, StringComparison.Ordinal);
        Assert.Contains(way, reason, StringComparison.Ordinal);
        Assert.DoesNotContain("7946", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("4412", reason, StringComparison.Ordinal);
    }
}
