using AudienceTools.Server.Hosting;

namespace AudienceTools.Server.Tests.Hosting;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData(true, "--data-path", "x")]
    [InlineData(true, "--data-path", "x", "--rehearsal-limits")]
    [InlineData(false, "--no-rehearsal-limits", "--data-path", "x")]
    [InlineData(false, "--database", "x.db")]
    [InlineData(false, "--database", "x.db", "--no-rehearsal-limits")]
    [InlineData(true, "--database", "x.db", "--rehearsal-limits")]
    public void Sessions_keep_the_vendors_rates_unless_told_otherwise(bool limits, params string[] arguments) =>
        Assert.Equal(limits, CommandLine.Parse(arguments, "key").RehearsalLimits);

    [Theory]
    [InlineData("--data-path", "x", "--rehearsal-limits", "--no-rehearsal-limits")]
    [InlineData("--data-path", "x", "--rehearsal-limits=false")]
    public void What_can_t_be_meant_is_refused(params string[] arguments) =>
        Assert.Throws<UsageException>(() => CommandLine.Parse(arguments, "key"));
}
