using AudienceTools.Core.Columns;

namespace AudienceTools.Core.Tests.Columns;

public sealed class ShownNamesTests
{
    [Theory]
    [InlineData(" City ", "'City'")]
    [InlineData("2026", "'2026'")]
    [InlineData("Order 123456 of", "'Order 123456 of'")]
    [InlineData("Customer 1234567 of ours", "'…'")]
    [InlineData("+44 20 7946 0958", "'…'")]
    [InlineData("ann@example.com", "'…'")]
    public void A_name_is_shown_unless_it_may_be_somebodys_data(string name, string shown) => Assert.Equal(shown, ShownNames.Of(name));

    [Fact]
    public void Long_names_and_long_lists_are_cut()
    {
        Assert.Equal($"'{new string('x', 60)}…'", ShownNames.Of(new string('x', 1_000_000)));
        Assert.Equal($"'{new string('x', 59)}…'", ShownNames.Of(new string('x', 59) + "😀y"));
        Assert.EndsWith("'c19', 'c20' and 3980 more", ShownNames.List(Enumerable.Range(1, 4000).Select(i => $"c{i}")), StringComparison.Ordinal);
    }
}
