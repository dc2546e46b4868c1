namespace AudienceTools.Cmdlets.Tests;

/// <summary>Runs each Pester suite in a PowerShell of its own, so that <c>dotnet test</c> runs everything there is.</summary>
public sealed class PesterSuites
{
    private const string NoPowerShell =
        "The Pester suites did not run: there is no PowerShell 7.4 or later on PATH, and AudienceTools.Shell is not built.";

    public static TheoryData<string> Suites { get; } =
        [.. Directory.GetFiles(Folder, "*.Tests.ps1").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(PowerShellHost.RepositoryRoot, "tests", "AudienceTools.Cmdlets.Tests");

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task A_suite_passes(string suite)
    {
        Assert.SkipWhen(PowerShellHost.Path is null, NoPowerShell);
        var (exitCode, output) = await PowerShellHost.RunAsync(
            Path.Combine(Folder, "Invoke-Suite.ps1"), ["-Suite", Path.Combine(Folder, suite)], TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, output);
    }
}
