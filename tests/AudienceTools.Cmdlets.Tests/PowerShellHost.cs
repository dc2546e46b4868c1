using System.Diagnostics;
using System.Reflection;

namespace AudienceTools.Cmdlets.Tests;

/// <summary>The PowerShell that the suites run in: <c>pwsh</c> from PATH, else the one that AudienceTools.Shell was built to.</summary>
internal static class PowerShellHost
{
    private static readonly Version Oldest = new(7, 4);

    public static string RepositoryRoot { get; } = typeof(PowerShellHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>Its path; null where there is none, or only an older one.</summary>
    public static string? Path { get; } = Candidates().FirstOrDefault(static path => File.Exists(path) && IsNewEnough(path));

    /// <summary>Runs a script file and gives its exit code and what it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string script, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path!)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = RepositoryRoot,
        };
        string[] all = ["-NoLogo", "-NoProfile", "-NonInteractive", "-File", script, .. arguments];
        foreach (var argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    private static IEnumerable<string> Candidates()
    {
        var extension = OperatingSystem.IsWindows() ? ".exe" : "";
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator))
        {
            yield return System.IO.Path.Combine(folder, "pwsh" + extension);
        }

        foreach (var configuration in new[] { "Release", "Debug" })
        {
            yield return System.IO.Path.Combine(
                RepositoryRoot, "src", "AudienceTools.Shell", "bin", configuration, "net10.0", "AudienceTools.Shell" + extension);
        }
    }

    private static bool IsNewEnough(string path)
    {
        using var process = Process.Start(new ProcessStartInfo(path, ["-NoProfile", "-Command", "'{0}.{1}' -f $PSVersionTable.PSVersion.Major, $PSVersionTable.PSVersion.Minor"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        return Version.TryParse(process.StandardOutput.ReadToEnd().Trim(), out var version) && version >= Oldest;
    }
}
