using System.Globalization;
using System.Security.Cryptography;

namespace AudienceTools.Server.Hosting;

/// <summary>What a caller wrote can't be meant.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>How the process ends, as scripts and the module see it.</summary>
internal static class ExitCode
{
    public const int Ended = 0;
    public const int CannotStart = 1;

    /// <summary>EX_USAGE of sysexits.h.</summary>
    public const int WrongUsage = 64;

    /// <summary>EX_TEMPFAIL of sysexits.h: another process owns the data, and can be joined.</summary>
    public const int DataInUse = 75;
}

/// <summary>Reads the command line.</summary>
internal static class CommandLine
{
    public const string KeyVariable = "AUDIENCETOOLS_API_KEY";

    private const string KeepLimits = "--rehearsal-limits";
    private const string DropLimits = "--no-rehearsal-limits";
    private const string Rehearsal = "--rehearsal";
    private const string Reset = "--reset";

    private const string Usage =
        "Usage: AudienceTools.Server --database <file> [--urls http://127.0.0.1:5080] "
        + "| --data-path <folder> [--rehearsal <service> [--reset]] [--linger-seconds 2] [--wait-seconds 30]; "
        + "and [--rehearsal-limits | --no-rehearsal-limits]: a data path keeps the vendors' rates, a database doesn't. --help tells more.";

    /// <summary>What <c>--help</c> shows.</summary>
    public const string Help = $"""
        The local service of AudienceTools, and its copies of the vendors' APIs.

        Started by hand, it stays until it is told to end (Ctrl+C, SIGTERM), over one store:
          AudienceTools.Server --database <file> [--urls http://127.0.0.1:5080]
            The environment variable {KeyVariable} holds the key that callers must bring.
            Own API: /v1/. Copies: /atoms/v1/, /oliai/v1/, /commbox/.

        Started by a PowerShell session, it ends after the last session that uses the folder:
          AudienceTools.Server --data-path <folder>
            --rehearsal <service>   the folder is that of a rehearsal of Local, Atoms, OliAI or CommBox
            --reset                 deletes what was rehearsed there, and begins with nothing
            --linger-seconds <n>    how long it stays after the last session, 2 by default
            --wait-seconds <n>      how long it waits for the first session, 30 by default

        Both:
          {KeepLimits}      the copies keep the vendors' rates; so it is with --data-path
          {DropLimits}   they don't; so it is with --database

        """;

    public static bool AsksForHelp(string[] arguments) => arguments.Any(static argument => argument is "--help" or "-h" or "-?");

    /// <summary>Makes options of arguments and the key that the environment holds.</summary>
    /// <exception cref="UsageException">They can't be meant.</exception>
    public static ServerOptions Parse(string[] arguments, string? key)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Length; i++)
        {
            var (name, value) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            given[name] = name switch
            {
                KeepLimits or DropLimits or Reset when value is null => string.Empty,
                "--database" or "--urls" or "--data-path" or Rehearsal or "--linger-seconds" or "--wait-seconds" =>
                    value ?? (++i < arguments.Length ? arguments[i] : throw new UsageException($"{name} needs a value. {Usage}")),
                _ => throw new UsageException($"An argument isn't known. {Usage}"),
            };
        }

        if (given.ContainsKey(KeepLimits) && given.ContainsKey(DropLimits))
        {
            throw new UsageException($"{KeepLimits} and {DropLimits} exclude each other. {Usage}");
        }

        if ((given.ContainsKey(Rehearsal) && !given.ContainsKey("--data-path")) || (given.ContainsKey(Reset) && !given.ContainsKey(Rehearsal)))
        {
            throw new UsageException($"{Rehearsal} needs --data-path, and {Reset} needs {Rehearsal}. {Usage}");
        }

        var defaults = new ServerOptions { ApiKey = string.Empty };
        var options = defaults with
        {
            Rehearsal = Rehearsed(given),
            Reset = given.ContainsKey(Reset),
            RehearsalLimits = given.ContainsKey(KeepLimits) || (given.ContainsKey("--data-path") && !given.ContainsKey(DropLimits)),
            Linger = Seconds(given, "--linger-seconds", defaults.Linger),
            FirstSessionWait = Seconds(given, "--wait-seconds", defaults.FirstSessionWait),
        };
        return given.ContainsKey("--data-path") ? Session(options, given) : Service(options, given, key);
    }

    private static ServerOptions Session(ServerOptions options, Dictionary<string, string> given)
    {
        if (given.ContainsKey("--database") || given.ContainsKey("--urls"))
        {
            throw new UsageException($"--data-path stands for both the database and the address. {Usage}");
        }

        // 256 random bits; sessions read the key from a file that only their user can read.
        return options with { DataFolder = given["--data-path"], ApiKey = RandomNumberGenerator.GetHexString(64, lowercase: true) };
    }

    private static ServerOptions Service(ServerOptions options, Dictionary<string, string> given, string? key)
    {
        if (string.IsNullOrEmpty(key) || key.Any(static character => character is <= ' ' or > '~'))
        {
            throw new UsageException($"The environment variable {KeyVariable} must hold the API key: visible ASCII characters, no blanks.");
        }

        var address = given.GetValueOrDefault("--urls", "http://127.0.0.1:5080");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || !string.Equals(uri.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal))
        {
            throw new UsageException($"--urls takes one http address. {Usage}");
        }

        return options with
        {
            ApiKey = key,
            Address = address,
            DatabasePath = given.TryGetValue("--database", out var path) ? path : throw new UsageException(Usage),
        };
    }

    private static string? Rehearsed(Dictionary<string, string> given) => given.GetValueOrDefault(Rehearsal) switch
    {
        null or "Local" or "Atoms" or "OliAI" or "CommBox" => given.GetValueOrDefault(Rehearsal),
        _ => throw new UsageException($"{Rehearsal} takes Local, Atoms, OliAI or CommBox. {Usage}"),
    };

    private static TimeSpan Seconds(Dictionary<string, string> given, string name, TimeSpan otherwise)
    {
        if (!given.TryGetValue(name, out var text))
        {
            return otherwise;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"{name} takes seconds, at most a day. {Usage}");
    }
}
