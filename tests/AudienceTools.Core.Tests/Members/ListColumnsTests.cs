using AudienceTools.Core.Members;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;
using FsCheck.Fluent;

namespace AudienceTools.Core.Tests.Members;

/// <summary>All members of a list have the same columns, and what isn't shown is told.</summary>
public sealed class ListColumnsTests
{
    private readonly List<string> _warnings = [];

    [Fact]
    public async Task Columns_of_the_first_page_are_every_members_in_the_order_in_which_they_came()
    {
        var members = await AlignAsync(Page(Member(("name", "Ann")), Member(("name", "Bob"), ("city", "York")), Member(("zip", "1"), ("name", null))));

        Assert.All(members, static member => Assert.Equal(["name", "city", "zip"], member.Columns.Names));
        Assert.Equal(["Ann||", "Bob|York|", "||1"], members.Select(Text));
        Assert.Single(members.Select(static member => member.Columns).Distinct());
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Members_that_have_them_are_the_very_same_objects()
    {
        var columns = new MemberColumns(["name", "city"]);
        AudienceMember[] sent = [new("1", "+1", columns, ["a", "b"]), new("2", "+2", columns, ["c", "d"])];
        var page = new Page<AudienceMember>(sent, Total: 2, Next: null);

        var pages = await Columns().AlignAsync(new[] { page, page }.ToAsyncEnumerable(), Clients.Cancel).ToListAsync(Clients.Cancel);

        Assert.All(pages, aligned => Assert.Same(sent, aligned.Items));
    }

    [Fact]
    public async Task What_a_service_tells_of_the_list_comes_first_and_what_members_have_beside_it_is_kept()
    {
        var members = await AlignAsync(
            Page(Member(("city", "York"), ("own", "x"))) with { Columns = ["name", "city", "zip"] }, Page(Member(("zip", "1"))));

        Assert.Equal(["name", "city", "zip", "own"], members[1].Columns.Names);
        Assert.Equal(["|York||x", "||1|"], members.Select(Text));
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task A_first_page_without_members_decides_only_where_the_service_tells()
    {
        var told = await AlignAsync(Page() with { Columns = ["a"] }, Page(Member(("b", "1"))));
        var untold = await AlignAsync(Page(), Page(Member(("b", "1"))));

        Assert.Equal(["a"], told[0].Columns.Names);
        Assert.Equal(["b"], untold[0].Columns.Names);
        Assert.Contains("'b'", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_that_comes_later_is_told_once_with_the_way_to_have_it_and_goes_with_a_copy()
    {
        var members = await AlignAsync(
            Page(Member(("name", "Ann"))),
            Page(Member(("name", "Bob"), ("city", "York")), Member(("name", "Cid"), ("city", "Bern"))),
            Page(Member(("city", "Pune"), ("zip", "1"))));

        Assert.Equal(["Ann", "Bob", "Cid", ""], members.Select(Text));
        Assert.Equal(2, _warnings.Count);
        Assert.Contains("so they are not shown: 'city'. They travel all the same when the members are added to an audience. To", _warnings[0], StringComparison.Ordinal);
        Assert.EndsWith("-Column 'name', 'city'", _warnings[0], StringComparison.Ordinal);
        Assert.Contains("not shown: 'zip'.", _warnings[1], StringComparison.Ordinal);
        Assert.EndsWith("-Column 'name', 'city', 'zip'", _warnings[1], StringComparison.Ordinal);
        Assert.Null(members[0].Sent);
        Assert.Equal([new("city", "Pune"), new("zip", "1")], members[3].Sent!.GetColumns());
        Assert.Equal("a1", members[3].AudienceId);
    }

    [Fact]
    public async Task However_many_come_later_only_so_many_are_named()
    {
        await AlignAsync([Page(Member()), .. Enumerable.Range(0, 300).Select(i => Page(Member(($"x{i}", "1"))))]);

        Assert.Equal(50, _warnings.Count);
        Assert.DoesNotContain("No more", _warnings[48], StringComparison.Ordinal);
        Assert.Contains("'x49'. ", _warnings[49], StringComparison.Ordinal);
        Assert.Contains(" No more are named.", _warnings[49], StringComparison.Ordinal);
        Assert.EndsWith("-Column 'x0', 'x1'", _warnings[1], StringComparison.Ordinal);
        Assert.EndsWith("'x39'", _warnings[39], StringComparison.Ordinal);
        Assert.EndsWith(" give the names of all the columns that you want to -Column.", _warnings[40], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_has_only_so_many_columns_and_the_others_are_counted()
    {
        var members = await AlignAsync(new ListColumns(null, _warnings.Add), Page(
            [.. Enumerable.Range(0, 3).Select(static row => Member([.. Enumerable.Range(0, 4_000).Select(i => ($"c{row}.{i}", (string?)"v"))]))]));

        Assert.All(members, static member => Assert.Equal(ListColumns.MostColumns, member.Columns.Names.Count));
        Assert.Contains("and 1950 more", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Those_that_come_at_once_are_named_as_far_and_the_others_counted()
    {
        await AlignAsync(Page(Member()), Page(Member([.. Enumerable.Range(0, 130).Select(static i => ($"x{i}", (string?)"1"))])));

        Assert.Contains("'x21', 'x22',", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Contains("'x49' and 80 more. ", _warnings[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Customer 1234567", "'Customer 1234567'")]
    [InlineData("ann@example.com", "'ann@example.com'")]
    [InlineData(" it's", "' it''s'")]
    [InlineData("l\u2019an", "'l\u2019\u2019an'")]
    public async Task Names_that_a_service_told_are_advised_whole_as_powershell_reads_them(string name, string told)
    {
        var end = new string('x', 100);
        await AlignAsync(Page(Member((name, "1"))), Page(Member((name + end, "1"))));
        var columns = Columns(name + end);
        await AlignAsync(columns, Page(Member(("a", "1"))));

        Assert.EndsWith($"-Column {told}, {told[..^1]}{end}'", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Equal($"None of the members that were read has a column {told[..^1]}{end}'.", columns.WhatIsMissing());
    }

    [Fact]
    public async Task Only_the_columns_that_are_asked_for_come_in_their_order_and_nothing_is_told_of_others()
    {
        var members = await AlignAsync(
            ["zip", "City", "name"],
            Page(Member(("name", "Ann"), ("City", "York"))) with { Columns = ["name", "City", "more"] },
            Page(Member(("zip", "1"), ("late", "x"), ("City", "Bern"))));

        Assert.Equal(["|York|Ann", "1|Bern|"], members.Select(Text));
        Assert.All(members, static member => Assert.Null(member.Sent));
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task A_column_that_no_member_had_is_told_at_the_end_with_the_one_that_differs_by_case()
    {
        var columns = Columns("city", "town", "name", "phonenumber");
        var members = await AlignAsync(columns, Page(Member(("City", "York"), ("name", "Ann"))));

        Assert.Equal(["city", "town", "name"], members[0].Columns.Names);
        Assert.Equal("||Ann", Text(members[0]));
        Assert.Empty(_warnings);
        Assert.Equal("None of the members that were read has a column 'city', 'town'. There is 'City': the case of a column's name counts.", columns.WhatIsMissing());
    }

    [Fact]
    public async Task Nothing_is_missed_where_no_member_came()
    {
        var columns = Columns("city");
        await AlignAsync(columns, Page());

        Assert.Null(columns.WhatIsMissing());
    }

    [Fact]
    public async Task The_numbers_name_means_a_column_where_there_is_one_that_is_called_so()
    {
        var number = await AlignAsync(["PhoneNumber", "a"], Page(Member(("a", "1"))));
        var column = await AlignAsync(["PhoneNumber", "a"], Page(Member(("a", "1"), ("PhoneNumber", "office"))));

        Assert.Equal(["a"], number[0].Columns.Names);
        Assert.Equal(["PhoneNumber", "a"], column[0].Columns.Names);
    }

    [Fact]
    public async Task A_list_behind_another_is_told_to_have_columns_that_the_first_one_lacks()
    {
        var columns = Columns();
        await AlignAsync(columns, Page());
        await AlignAsync(columns, Page(Member(("name", "Ann"))));
        await AlignAsync(columns, Page(Member(("Name", "Ann"))));
        await AlignAsync(columns, Page(Member(("city", "York"))));
        await AlignAsync(columns, Page(Member(("city", "York"))));

        var warning = Assert.Single(_warnings);
        Assert.Contains("that the first one lacks, and", warning, StringComparison.Ordinal);
        Assert.EndsWith("object: 'city'. To have them in the output, name all the columns that you want: -Column 'name', 'city'", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_columns_members_have_each_value_is_shown_or_told()
    {
        var pages = Gen.ListOf(Gen.ListOf(Gen.ListOf(Gen.Elements("a", "b", "c", "d", "e", "A")).Select(names => names.Distinct().ToArray())));

        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(pages.ToArbitrary(), lists =>
        {
            _warnings.Clear();
            var sent = lists.Select(list => Page([.. list.Select(names => Member([.. names.Select(name => (name, (string?)name))]))])).ToArray();
            var members = AlignAsync(sent).GetAwaiter().GetResult();
            var raw = sent.SelectMany(page => page.Items).ToList();
            return members.Count == raw.Count && members.Zip(raw).All(pair =>
                pair.First.Columns.Names.SequenceEqual(members[0].Columns.Names)
                && pair.First.GetColumns().All(column => column.Value == pair.Second.Columns.Names.FirstOrDefault(name => name == column.Key))
                && pair.Second.Columns.Names.All(name => pair.First.Columns.Names.Contains(name) || _warnings.Exists(told => told.Contains($"'{name}'", StringComparison.Ordinal))));
        }));
    }

    private ListColumns Columns(params string[] wanted) => new(wanted.Length == 0 ? null : wanted, _warnings.Add);

    private Task<List<AudienceMember>> AlignAsync(params Page<AudienceMember>[] pages) => AlignAsync(Columns(), pages);

    private Task<List<AudienceMember>> AlignAsync(string[] wanted, params Page<AudienceMember>[] pages) => AlignAsync(Columns(wanted), pages);

    private static async Task<List<AudienceMember>> AlignAsync(ListColumns columns, params Page<AudienceMember>[] pages) =>
        [.. (await columns.AlignAsync(pages.ToAsyncEnumerable(), Clients.Cancel).ToListAsync(Clients.Cancel)).SelectMany(static page => page.Items)];

    private static Page<AudienceMember> Page(params AudienceMember[] members) => new(members, Total: null, Next: null);

    private static AudienceMember Member(params (string Name, string? Value)[] columns) =>
        new("id", "+14155550100", new MemberColumns([.. columns.Select(static column => column.Name)]), [.. columns.Select(static column => column.Value)]) { AudienceId = "a1" };

    private static string Text(AudienceMember member) => string.Join('|', member.Values);
}
