using System.Diagnostics;
using System.Reflection;

namespace AudienceTools.Cmdlets.Tests;

/// <summary>The PowerShells that the suites run in, as the build found them: both are assemblies that <c>dotnet</c> runs.</summary>
internal static class PowerShellHost
{
    private static readonly ILookup<string, string?> s_build = typeof(PowerShellHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .ToLookup(static attribute => attribute.Key, static attribute => attribute.Value, StringComparer.Ordinal);

    public static string RepositoryRoot => Built("RepositoryRoot");

    /// <summary>Pester's manifest, in the folder of its package.</summary>
    public static string Pester => Built("Pester");

    /// <summary>PowerShell as it is released, from its .NET tool.</summary>
    public static string PowerShell => Built("PowerShell");

    /// <summary>The one that stands in where there is no PowerShell, AudienceTools.Shell.</summary>
    public static string Shell => Built("Shell");

    /// <summary>Runs a script file in one of them and gives its exit code and what it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string host, string script, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        string[] all = [host, "-NoLogo", "-NoProfile", "-NonInteractive", "-File", script, .. arguments];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", all)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = RepositoryRoot,
        };
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    private static string Built(string key) => s_build[key].Single()!;
}
