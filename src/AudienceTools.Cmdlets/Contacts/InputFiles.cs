using System.Management.Automation;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>Resolves paths on the pipeline thread, where PowerShell knows its own location and drives.</summary>
internal static class InputFiles
{
    private const string FileSystem = "FileSystem";

    /// <summary>The files that paths name, in order.</summary>
    /// <exception cref="AudienceException">A path names nothing, or no file.</exception>
    public static IEnumerable<string> Resolve(PSCmdlet cmdlet, string[] paths, bool expand) =>
        paths.SelectMany(path => Resolve(cmdlet, path, expand));

    /// <summary>The path of a file or folder that need not be there.</summary>
    /// <exception cref="AudienceException">It is on a drive that holds no files, or that there isn't.</exception>
    public static string ResolveNew(PSCmdlet cmdlet, string path, AudienceErrorCode code)
    {
        try
        {
            var resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == FileSystem ? resolved : throw NotAFile(path, provider, code);
        }
        catch (SessionStateException exception)
        {
            throw new AudienceException(code, $"'{path}' can't be the path of a file: {exception.Message}", exception) { Target = path };
        }
    }

    private static IReadOnlyCollection<string> Resolve(PSCmdlet cmdlet, string path, bool expand)
    {
        if (!expand)
        {
            return [ResolveNew(cmdlet, path, AudienceErrorCode.FileNotFound)];
        }

        try
        {
            var found = cmdlet.GetResolvedProviderPathFromPSPath(path, out var provider);
            return found.Count == 0 ? throw NoFile(cmdlet, path, null)
                : provider.Name == FileSystem ? found
                : throw NotAFile(path, provider, AudienceErrorCode.FileNotFound);
        }
        catch (Exception exception) when (exception is SessionStateException or WildcardPatternException)
        {
            throw NoFile(cmdlet, path, exception);
        }
    }

    private static AudienceException NotAFile(string path, ProviderInfo provider, AudienceErrorCode code) => new(
        code, $"'{path}' is on a drive of {provider.Name}, which holds no files. Give a path of the file system.") { Target = path };

    private static AudienceException NoFile(PSCmdlet cmdlet, string path, Exception? inner) => new(
        AudienceErrorCode.FileNotFound,
        $"There is no file '{path}'. Check the path; relative ones start at {cmdlet.SessionState.Path.CurrentFileSystemLocation}.",
        inner)
    {
        Target = path,
    };
}
