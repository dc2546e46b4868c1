namespace AudienceTools.Cmdlets.LocalService;

/// <summary>Finds the <c>dotnet</c> program, in the order in which .NET's own tools look for it.</summary>
internal static class DotNetHost
{
    public const string HowToInstall =
        "Install the ASP.NET Core Runtime 10 from https://dotnet.microsoft.com/download, or set DOTNET_ROOT to where it is.";

    private static readonly string Name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    public static string Find() =>
        Candidates().Where(static folder => !string.IsNullOrEmpty(folder)).Select(static folder => Path.Combine(folder!, Name)).FirstOrDefault(File.Exists)
        ?? throw new AudienceException(
            AudienceErrorCode.LocalServiceFailed, $"The local service does not start: 'dotnet' is not found. {HowToInstall}");

    private static IEnumerable<string?> Candidates()
    {
        yield return Environment.GetEnvironmentVariable("DOTNET_ROOT");
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            yield return folder;
        }

        yield return OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet")
            : "/usr/local/share/dotnet";
        yield return "/usr/share/dotnet";
        yield return "/usr/lib/dotnet";
    }
}
