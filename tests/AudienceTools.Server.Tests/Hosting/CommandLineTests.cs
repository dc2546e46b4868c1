using AudienceTools.Server.Hosting;
using AudienceTools.Server.Tests.Support;

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
    [InlineData("--data-path", "x", "--reset")]
    [InlineData("--data-path", "x", "--rehearsal")]
    [InlineData("--data-path", "x", "--rehearsal", "--reset")]
    [InlineData("--data-path", "x", "--rehearsal", "Elsewhere")]
    [InlineData("--data-path", "x", "--rehearsal=")]
    [InlineData("--database", "x.db", "--rehearsal", "Atoms")]
    [InlineData("--database", "x.db", "--rehearsal", "Atoms", "--reset")]
    [InlineData("--database", "x.db", "--reset")]
    public void What_can_t_be_meant_is_refused(params string[] arguments) =>
        Assert.Throws<UsageException>(() => CommandLine.Parse(arguments, "key"));

    [Theory]
    [InlineData(null, false, "--data-path", "x")]
    [InlineData("Local", false, "--data-path", "x", "--rehearsal", "Local")]
    [InlineData("Atoms", false, "--data-path", "x", "--rehearsal=Atoms")]
    [InlineData("OliAI", true, "--reset", "--data-path", "x", "--rehearsal", "OliAI")]
    [InlineData("CommBox", true, "--data-path", "x", "--rehearsal", "CommBox", "--reset")]
    public void A_folder_is_a_service_s_rehearsal_s_and_is_reset_where_that_is_asked_for(string? rehearsal, bool reset, params string[] arguments)
    {
        var options = CommandLine.Parse(arguments, key: null);
        Assert.Equal((rehearsal, reset), (options.Rehearsal, options.Reset));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--database", "x.db", "--help")]
    public async Task Help_is_what_was_asked_for_and_no_error(params string[] arguments)
    {
        await using var server = await ServerProcess.StartAsync(key: null, arguments);
        Assert.StartsWith("The local service of AudienceTools", server.ReadyLine, StringComparison.Ordinal);
        Assert.Empty(await server.ReadErrorsAsync());
        Assert.Equal(0, await server.ExitAsync());
    }

    [Fact]
    public void Help_names_every_argument()
    {
        string[] all =
        [
            "--database", "--urls", "--data-path", "--rehearsal ", "--reset", "--linger-seconds", "--wait-seconds", "--rehearsal-limits",
            "--no-rehearsal-limits", CommandLine.KeyVariable,
        ];
        Assert.All(all, argument => Assert.Contains(argument, CommandLine.Help, StringComparison.Ordinal));
    }
}
