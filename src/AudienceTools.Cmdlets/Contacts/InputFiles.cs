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

    // A browser calls its second download "leads (1).csv", a user a file "leads [final].csv": a path with wildcards may be a name too.
    private static IEnumerable<string> Resolve(PSCmdlet cmdlet, string path, bool expand)
    {
        if (!expand)
        {
            return [ResolveNew(cmdlet, path, AudienceErrorCode.FileNotFound)];
        }

        var (found, failure) = Matches(cmdlet, path);
        var named = WildcardPattern.ContainsWildcardCharacters(path) ? Named(cmdlet, path) : null;
        if (named is null || found.Contains(named, StringComparer.Ordinal))
        {
            return found.Count > 0 ? found : throw NoFile(cmdlet, path, failure);
        }

        return found.Count == 0 ? [named] : throw new AudienceException(
            AudienceErrorCode.FileNotFound,
            $"'{path}' is the name of a file, and as a pattern it fits another: '{found[0]}'. Say which is meant: the first with -LiteralPath, the other by its own name.")
        {
            Target = path,
        };
    }

    // Sorted, since not every file system gives names in an order.
    private static (List<string> Found, Exception? Failure) Matches(PSCmdlet cmdlet, string path)
    {
        try
        {
            var found = cmdlet.GetResolvedProviderPathFromPSPath(path, out var provider);
            return found.Count == 0 || provider.Name == FileSystem
                ? ([.. found.Order(StringComparer.OrdinalIgnoreCase).ThenBy(static name => name, StringComparer.Ordinal)], null)
                : throw NotAFile(path, provider, AudienceErrorCode.FileNotFound);
        }
        catch (Exception exception) when (exception is SessionStateException or WildcardPatternException)
        {
            return ([], exception);
        }
    }

    private static string? Named(PSCmdlet cmdlet, string path)
    {
        try
        {
            return ResolveNew(cmdlet, path, AudienceErrorCode.FileNotFound) is var full && File.Exists(full) ? full : null;
        }
        catch (AudienceException)
        {
            return null;
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
