using System.Runtime.InteropServices;

namespace AudienceTools.Cmdlets.LocalService;

/// <summary>What the places of .NET depend on: a test makes a machine of its own.</summary>
/// <param name="Platform">The operating system.</param>
/// <param name="Architecture">As .NET's installers write it, such as <c>x64</c>.</param>
/// <param name="Variable">The environment.</param>
/// <param name="Home">The user's folder.</param>
/// <param name="Root">What stands before the system's own folders; empty but in tests.</param>
internal sealed record DotNetMachine(
    OSPlatform Platform, string Architecture, Func<string, string?> Variable, string Home, string Root = "")
{
    /// <summary>This one.</summary>
    public static DotNetMachine Current { get; } = new(
        OperatingSystem.IsWindows() ? OSPlatform.Windows : OperatingSystem.IsMacOS() ? OSPlatform.OSX : OSPlatform.Linux,
        RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(),
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>The folders that may hold <c>dotnet</c>: what the user has set, then where installers put it.</summary>
    public IEnumerable<string> Folders() =>
        Candidates().OfType<string>().Where(Path.IsPathFullyQualified).Distinct(StringComparer.Ordinal);

    private IEnumerable<string?> Candidates()
    {
        yield return Variable("DOTNET_ROOT_" + Architecture.ToUpperInvariant());
        yield return Variable("DOTNET_ROOT");
        foreach (var folder in (Variable("PATH") ?? "").Split(Path.PathSeparator))
        {
            yield return folder.Trim('"');
        }

        if (Platform == OSPlatform.Windows)
        {
            yield return Below(Variable("ProgramFiles"), "dotnet");
            yield return Below(Variable("LOCALAPPDATA"), "Microsoft", "dotnet");
        }
        else
        {
            yield return FirstLine($"{Root}/etc/dotnet/install_location_{Architecture}");
            yield return FirstLine($"{Root}/etc/dotnet/install_location");
        }

        yield return Below(Home, ".dotnet");
        if (Platform == OSPlatform.OSX)
        {
            yield return $"{Root}/usr/local/share/dotnet";
        }
        else if (Platform == OSPlatform.Linux)
        {
            yield return $"{Root}/usr/share/dotnet";
            yield return $"{Root}/usr/lib/dotnet";
        }
    }

    private static string? Below(string? folder, params ReadOnlySpan<string> names) =>
        string.IsNullOrEmpty(folder) ? null : Path.Combine([folder, .. names]);

    private static string? FirstLine(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault()?.Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
