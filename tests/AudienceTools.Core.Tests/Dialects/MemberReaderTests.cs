using System.Text.Json;
using AudienceTools.Core.Dialects;
using FsCheck.Fluent;

namespace AudienceTools.Core.Tests.Dialects;

public sealed class MemberReaderTests
{
    private readonly MemberReader _reader = new(new ColumnSets(), "a1");

    [Fact]
    public void Members_with_the_same_columns_share_their_names()
    {
        var first = Read("""{"City":"Pune","Age":"7"}""");
        var second = Read("""{"City":"Delhi","Age":"8"}""");

        Assert.Same(first.Columns, second.Columns);
        Assert.Equal("8", second.GetColumn("AGE"));
    }

    [Fact]
    public void Whatever_columns_came_before_each_member_has_its_own()
    {
        var objects = Gen.ListOf(Gen.ListOf(Gen.Elements("a", "b", "c", "d", "A")).Select(names => names.Distinct().ToArray()));

        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(objects.ToArbitrary(), list => list.All(names =>
        {
            var values = names.Select((name, index) => $"{name}{index}").ToArray();
            var json = JsonSerializer.Serialize(names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second));
            var member = Read(json, leaveOut: "c");
            return member.Columns.Names.SequenceEqual(names.Where(name => name != "c"))
                && member.Values.SequenceEqual(values.Where(value => value[0] != 'c'));
        })));
    }

    [Fact]
    public void Names_that_differ_by_case_only_hide_no_value()
    {
        var member = Read("""{"City":"Pune","phonenumber":"x","city":"Goa","City_2":"Bern","CITY":"Rome"}""");

        Assert.Equal(["City", "phonenumber", "city", "City_2", "CITY"], member.Columns.Names);
        Assert.Equal(["City", "phonenumber_2", "city_3", "City_2", "CITY_4"], member.Columns.ShownNames);
        Assert.Equal(["Pune", "x", "Goa", "Bern", "Rome"], member.Columns.ShownNames.Select(name => member.GetColumn(name)));
        Assert.Equal(("x", -1), (member.GetColumn("phoneNumber"), member.Columns.IndexOfShown("phoneNumber")));
    }

    [Fact]
    public void Names_that_PowerShell_cannot_show_are_shown_under_others()
    {
        var member = Read("""{"PSObject":"a","":"b","psTypeNames":"c","Item":"d","ContactId":"e"}""");

        Assert.Equal(["PSObject_2", "Column2", "psTypeNames_2", "Item", "ContactId"], member.Columns.ShownNames);
        Assert.Equal([("PSObject", "PSObject_2"), ("", "Column2"), ("psTypeNames", "psTypeNames_2")], member.Columns.Renamed);
        Assert.Equal(["a", "b", "c", "d", "e"], member.Columns.ShownNames.Select(name => member.GetColumn(name)));
    }

    [Fact]
    public void Names_of_methods_and_names_that_no_property_can_have_are_shown_under_others()
    {
        var columns = new MemberColumns(["toString", "GetContactId", "a\0b", "a\ufffdb", "half \ud83d", "Count", "Where"]);

        Assert.Equal(["toString_2", "GetContactId_2", "a\ufffdb_2", "a\ufffdb", "half \ufffd", "Count", "Where"], columns.ShownNames);
    }

    [Fact]
    public void A_column_is_found_to_the_letter_before_it_is_found_in_any_case()
    {
        var member = Read("""{"City":"Pune","city":"Goa","City_2":"Bern","PhoneNumber":"office"}""");

        Assert.Equal(
            ["Goa", "Pune", "Pune", "Bern", "office", null],
            ((string[])["city", "City", "CITY", "city_2", "phonenumber", "Town"]).Select(member.GetColumn));
    }

    [Theory]
    [InlineData("""{"v":"text"}""", "text")]
    [InlineData("""{"v":""}""", "")]
    [InlineData("""{"v":null}""", null)]
    [InlineData("""{"v":1.50}""", "1.50")]
    [InlineData("""{"v":12345678901234567890}""", "12345678901234567890")]
    [InlineData("""{"v":false}""", "false")]
    [InlineData("""{"v":["a",1]}""", """["a",1]""")]
    [InlineData("""{"v":"half \ud83d"}""", """half \ud83d""")]
    [InlineData("""{"v":"=1+1"}""", "=1+1")]
    public void A_value_stays_to_the_letter(string data, string? value) => Assert.Equal(value, Read(data).GetColumn("v"));

    [Theory]
    [InlineData("Pune", "Pune", true)]
    [InlineData("Pune", "pune", false)]
    [InlineData("Pune", "Pun", false)]
    [InlineData("", "", true)]
    [InlineData("a\\\\u0041", "a\\u0041", false)]
    [InlineData("Z\u00fcrich", "Z\\u00fcrich", false)]
    [InlineData("Z\u00fcrich", "Z\u00fcrich", false)]
    public void A_value_that_repeats_itself_is_the_same_text_and_no_other_is(string first, string second, bool isSame)
    {
        var values = new[] { first, second }.Select(value => $$"""{"v":"{{value}}"}""").ToArray();
        var expected = values.Select(static value => JsonDocument.Parse(value).RootElement.GetProperty("v").GetString()).ToArray();

        var read = values.Select(value => Read(value).GetColumn("v")).ToArray();

        Assert.Equal(expected, read);
        Assert.Equal(isSame, ReferenceEquals(read[0], read[1]));
    }

    [Fact]
    public void An_escaped_name_is_the_same_column()
    {
        var plain = Read("""{"City":"Pune"}""");
        var escaped = Read("""{"C\u0069ty":"Delhi"}""");

        Assert.Same(plain.Columns, escaped.Columns);
        Assert.Equal("Delhi", escaped.GetColumn("City"));
    }

    [Fact]
    public void Readers_of_answers_at_a_time_share_the_columns_and_mix_nothing_up()
    {
        var sets = new ColumnSets();
        string[][] shapes = [.. Enumerable.Range(0, 20).Select(static shape => Enumerable.Range(0, shape % 7).Select(i => $"c{(shape * i) % 11}").Distinct().ToArray())];

        Parallel.For(0, 64, answer =>
        {
            var reader = new MemberReader(sets, "a1");
            for (var i = 0; i < 200; i++)
            {
                var names = shapes[(answer + (i / 7)) % shapes.Length];
                using var json = JsonDocument.Parse(JsonSerializer.Serialize(names.ToDictionary(name => name, name => $"{answer} {i} {name}")));
                var member = reader.Read("m1", null, [], json.RootElement, leaveOut: null);
                Assert.Equal(names, member.Columns.Names);
                Assert.Equal(names.Select(name => $"{answer} {i} {name}"), member.Values);
            }
        });
    }

    [Fact]
    public void A_member_prints_no_data() =>
        Assert.Equal("m1", Read("""{"City":"Pune"}""").ToString());

    private AudienceMember Read(string data, string? leaveOut = null)
    {
        using var json = JsonDocument.Parse(data);
        return _reader.Read("m1", "+14155550100", [], json.RootElement, leaveOut);
    }
}
