using AudienceTools.Server;
using AudienceTools.Server.Hosting;
using AudienceTools.Server.Storage;

try
{
    if (CommandLine.AsksForHelp(args))
    {
        Console.Out.Write(CommandLine.Help);
        return ExitCode.Ended;
    }

    var options = CommandLine.Parse(args, Environment.GetEnvironmentVariable(CommandLine.KeyVariable));
    if (options.DataFolder is not null)
    {
        TerminalSession.Leave();
    }

    await using var server = await AudienceServer.StartAsync(options);
    using var signals = ProcessSignals.Mind(server, ignoreTerminal: options.DataFolder is not null);
    StandardStreams.Say($"AudienceTools.Server ready {server.Address.GetLeftPart(UriPartial.Authority)}");
    await server.Ending;
    return ExitCode.Ended;
}
catch (UsageException e)
{
    StandardStreams.Complain(e.Message);
    return ExitCode.WrongUsage;
}
catch (StoreOwnedException e)
{
    StandardStreams.Complain(e.Message);
    return ExitCode.DataInUse;
}
catch (Exception e) when (e is StoreUnusableException or IOException or UnauthorizedAccessException)
{
    StandardStreams.Complain(e.Message);
    return ExitCode.CannotStart;
}
