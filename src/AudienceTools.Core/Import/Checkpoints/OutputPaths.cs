using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Import.Checkpoints;

/// <summary>Keeps what is written apart from what is read: no input is overwritten by its own failures.</summary>
internal static class OutputPaths
{
    private static readonly StringComparer s_sameName = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <exception cref="AudienceException">A file is to be read and written, or to be written for two purposes.</exception>
    public static void ThrowIfShared(IContactReader reader, ImportOptions options)
    {
        var used = reader.Paths.Select(Real).ToHashSet(s_sameName);
        foreach (var path in new[] { options.FailurePath, options.CheckpointPath }.OfType<string>())
        {
            if (!used.Add(Real(path)))
            {
                throw new AudienceException(
                    AudienceErrorCode.FileNotWritable,
                    $"'{path}' can't be written, since it is used for something else already. The input, the failure file and the checkpoint are different files.")
                {
                    Target = path,
                };
            }
        }
    }

    /// <summary>Whether a file can't be written. Of one that is too large, as for a quota, .NET says that an argument is out of range.</summary>
    public static bool IsWriteFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    private static string Real(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? target.FullName : Path.GetFullPath(path);
}
