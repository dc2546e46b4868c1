namespace AudienceTools.Core.Tests;

public sealed class MemberTableTests
{
    public static TheoryData<int, int> Sizes { get; } = new MatrixTheoryData<int, int>([1, 2, 4, 5, 12, 200], [0, 100, 80, 60, 20, 4000]);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Columns_stand_as_many_as_fit_and_the_rest_is_counted(int count, int width)
    {
        var names = Names(count);
        var header = MemberTable.Header(names, width);
        var row = MemberTable.Row(names, [.. names.Select(static name => new string('x', 50))], width);
        Assert.All([.. header, row], line => Assert.InRange(line.Length, 1, width is 0 or 4000 ? 100 : Math.Max(40, width)));

        var shown = header[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeWhile(static word => word != "…").ToList();
        Assert.Equal(names.Take(shown.Count), shown);
        Assert.Equal(count > shown.Count, header[0].EndsWith($"… {count - shown.Count} more", StringComparison.Ordinal));
        Assert.Equal(shown.Count, row.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        foreach (var name in shown)
        {
            var place = header[0].IndexOf(name, StringComparison.Ordinal);
            Assert.Equal(name.Length, header[1][place..].TakeWhile(static c => c == '-').Count());
            Assert.Equal('x', row[place]);
        }
    }

    [Fact]
    public void A_narrow_list_keeps_the_number_whole_and_gives_the_rest_to_the_others()
    {
        string[] names = ["PhoneNumber", "Name"];
        Assert.Equal(["PhoneNumber      Name", "-----------      ----"], MemberTable.Header(names, 100));
        Assert.Equal("+491234567890123 " + new string('n', 29) + '…', MemberTable.Row(names, ["+491234567890123", new string('n', 31)], 100));
        Assert.Equal("                 Ann", MemberTable.Row(names, [null, "Ann"], 100));
    }

    [Fact]
    public void Nothing_reaches_a_terminal_that_it_would_obey()
    {
        string[] names = ["PhoneNumber", "a\e[31m\nb", "c"];
        var lines = string.Concat([.. MemberTable.Header(names, 100), MemberTable.Row(names, ["+1\r", "x\n\ty\e[2J", "\u202ez\u009b"], 100)]);
        Assert.DoesNotContain(lines, static c => char.IsControl(c) || c == '\u202e');
        Assert.Contains("x\ufffd\ufffdy\ufffd[2J", lines, StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_of_two_cells_count_twice_and_pairs_stay_whole()
    {
        string[] names = ["PhoneNumber", "名前", "City"];
        var before = MemberTable.Header(names, 100)[0].IndexOf("City", StringComparison.Ordinal);
        var row = MemberTable.Row(names, ["+81312345678", "東京都", "Tokyo"], 100);
        Assert.Equal(before + 2 - 3, row.IndexOf("Tokyo", StringComparison.Ordinal));
        Assert.Contains(new string('東', 14) + '…', MemberTable.Row(names, ["+81312345678", new string('東', 40), ""], 100), StringComparison.Ordinal);
        Assert.DoesNotContain(
            MemberTable.Row(names, ["+81312345678", "a" + string.Concat(Enumerable.Repeat("🙂", 40)), ""], 100), static c => c == '\ufffd');
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(static i => i == 0 ? "PhoneNumber" : $"Column{i}")];
}
