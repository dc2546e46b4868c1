using System.Management.Automation;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>Resolves paths on the pipeline thread, where PowerShell knows its own location and drives.</summary>
internal static class InputFiles
{
    /// <summary>The files that paths name, in order.</summary>
    /// <exception cref="AudienceException">A path names nothing.</exception>
    public static IEnumerable<string> Resolve(PSCmdlet cmdlet, string[] paths, bool expand) =>
        paths.SelectMany(path => Resolve(cmdlet, path, expand));

    private static IReadOnlyCollection<string> Resolve(PSCmdlet cmdlet, string path, bool expand)
    {
        try
        {
            if (!expand)
            {
                return [cmdlet.GetUnresolvedProviderPathFromPSPath(path)];
            }

            var found = cmdlet.GetResolvedProviderPathFromPSPath(path, out _);
            return found.Count > 0 ? found : throw NoFile(cmdlet, path, null);
        }
        catch (SessionStateException exception)
        {
            throw NoFile(cmdlet, path, exception);
        }
    }

    private static AudienceException NoFile(PSCmdlet cmdlet, string path, Exception? inner) => new(
        AudienceErrorCode.FileNotFound,
        $"There is no file '{path}'. Check the path; relative ones start at {cmdlet.SessionState.Path.CurrentFileSystemLocation}.",
        inner)
    {
        Target = path,
    };
}
