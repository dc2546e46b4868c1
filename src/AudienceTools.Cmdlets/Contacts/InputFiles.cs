using System.Collections.ObjectModel;
using System.Management.Automation;
using AudienceTools.Core.Contacts;

namespace AudienceTools.Cmdlets.Contacts;

/// <summary>Resolves paths on the pipeline thread, where PowerShell knows its own location and drives, and opens what they name.</summary>
internal static class InputFiles
{
    public static IContactReader Open(PSCmdlet cmdlet, string[] paths, bool expand)
    {
        var files = paths.SelectMany(path => Resolve(cmdlet, path, expand)).ToList();
        return ContactReaders.OpenFile(files[0], new ReaderOptions());
    }

    private static Collection<string> Resolve(PSCmdlet cmdlet, string path, bool expand)
    {
        try
        {
            return expand
                ? cmdlet.GetResolvedProviderPathFromPSPath(path, out _)
                : [cmdlet.GetUnresolvedProviderPathFromPSPath(path)];
        }
        catch (Exception exception) when (exception is SessionStateException)
        {
            throw new AudienceException(AudienceErrorCode.FileNotFound, $"There is no file '{path}'. Check the path; relative ones start at {cmdlet.SessionState.Path.CurrentFileSystemLocation}.", exception) { Target = path };
        }
    }
}
