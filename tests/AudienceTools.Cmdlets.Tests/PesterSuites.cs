namespace AudienceTools.Cmdlets.Tests;

/// <summary>
/// Runs each Pester suite in a PowerShell of its own, so that <c>dotnet test</c> runs everything there is: the first one alone, since it
/// brings what all need, the help and Pester itself, and the others as many at a time as there are processors.
/// </summary>
public sealed class PesterSuites
{
    private const string NoPowerShell =
        "The Pester suites did not run: there is no PowerShell 7.4 or later on PATH, and AudienceTools.Shell is not built.";

    private static readonly Lazy<Dictionary<string, Task<(int ExitCode, string Output)>>> s_runs = new(StartAll);

    public static TheoryData<string> Suites { get; } = [.. Names()];

    private static string Folder => Path.Combine(PowerShellHost.RepositoryRoot, "tests", "AudienceTools.Cmdlets.Tests");

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task A_suite_passes(string suite)
    {
        Assert.SkipWhen(PowerShellHost.Path is null, NoPowerShell);
        var (exitCode, output) = await s_runs.Value[suite].WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, output);
    }

    private static IEnumerable<string> Names() =>
        Directory.GetFiles(Folder, "*.Tests.ps1").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal);

    private static Dictionary<string, Task<(int ExitCode, string Output)>> StartAll()
    {
        var places = new SemaphoreSlim(Environment.ProcessorCount);
        Task? first = null;
        var runs = new Dictionary<string, Task<(int ExitCode, string Output)>>(StringComparer.Ordinal);
        foreach (var suite in Names())
        {
            runs.Add(suite, RunAsync(suite, first, places));
            first ??= runs[suite];
        }

        return runs;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string suite, Task? after, SemaphoreSlim places)
    {
        if (after is not null)
        {
            await after;
        }

        await places.WaitAsync();
        try
        {
            return await PowerShellHost.RunAsync(
                Path.Combine(Folder, "Invoke-Suite.ps1"), ["-Suite", Path.Combine(Folder, suite)], CancellationToken.None);
        }
        finally
        {
            places.Release();
        }
    }
}
