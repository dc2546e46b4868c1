using System.Globalization;
using System.Runtime.InteropServices;

namespace AudienceTools.Cmdlets.LocalService;

/// <summary>Finds a <c>dotnet</c> program that can run the local service.</summary>
internal static class DotNetHost
{
    public const string HowToInstall =
        "Install the ASP.NET Core Runtime 10 from https://dotnet.microsoft.com/download, or set DOTNET_ROOT to where it is.";

    private const int OldestRuntime = 10;

    /// <summary>The first that has the ASP.NET Core runtime; else the first at all, which may be a script that calls another.</summary>
    /// <exception cref="AudienceException">There is none.</exception>
    public static string Find(DotNetMachine machine)
    {
        var name = machine.Platform == OSPlatform.Windows ? "dotnet.exe" : "dotnet";
        string? first = null;
        foreach (var program in machine.Folders().Select(folder => Path.Combine(folder, name)).Where(File.Exists))
        {
            if (HasRuntime(program))
            {
                return program;
            }

            first ??= program;
        }

        return first ?? throw new AudienceException(
            AudienceErrorCode.LocalServiceFailed, $"The local service does not start: 'dotnet' is not found. {HowToInstall}");
    }

    private static bool HasRuntime(string program)
    {
        try
        {
            // Packages put a link on PATH; the runtimes are beside the program itself.
            var home = Path.GetDirectoryName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program)!;
            return Directory.EnumerateDirectories(Path.Combine(home, "shared", "Microsoft.AspNetCore.App"))
                .Any(static version => int.TryParse(
                    Path.GetFileName(version).Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
                    && major >= OldestRuntime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
