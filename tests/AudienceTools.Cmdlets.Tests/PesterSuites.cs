using System.Diagnostics;

namespace AudienceTools.Cmdlets.Tests;

/// <summary>
/// Runs each Pester suite in a PowerShell of its own, as many at a time as there are processors (<c>xunit.runner.json</c>), so that
/// <c>dotnet test</c> runs everything there is. One suite: <c>dotnet test tests/AudienceTools.Cmdlets.Tests --filter DisplayName~Get-Audience.Tests</c>.
/// </summary>
public sealed class PesterSuites
{
    public static TheoryData<string> Suites { get; } =
        [.. Directory.GetFiles(Folder, "*.Tests.ps1").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(PowerShellHost.RepositoryRoot, "tests", "AudienceTools.Cmdlets.Tests");

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task A_suite_passes(string suite)
    {
        var host = suite == "Shell.Tests.ps1" ? PowerShellHost.Shell : PowerShellHost.PowerShell;
        var start = Stopwatch.GetTimestamp();
        var (exitCode, output) = await PowerShellHost.RunAsync(
            host,
            Path.Combine(Folder, "Invoke-Suite.ps1"),
            ["-Suite", Path.Combine(Folder, suite), "-Pester", PowerShellHost.Pester],
            TestContext.Current.CancellationToken);
        TestContext.Current.SendDiagnosticMessage(
            "{0} {1}, {2:0} s", suite, exitCode == 0 ? "passed" : "failed", Stopwatch.GetElapsedTime(start).TotalSeconds);
        Assert.True(exitCode == 0, output);
    }
}
