namespace AudienceTools.Core.Reading;

/// <summary>Pipes, sockets and devices, such as a shell's <c>&lt;(…)</c>: to open one can wait for ever, and no Ctrl+C ends that.</summary>
internal static class SpecialFiles
{
    /// <summary>Refuses one before it is opened. What isn't there, or is a folder, is for whoever opens it to tell.</summary>
    /// <exception cref="AudienceException">The path leads to one.</exception>
    public static void Refuse(string path, AudienceErrorCode code, string wayOut)
    {
        if (FileFacts.IsSpecial(path))
        {
            throw new AudienceException(code, $"'{path}' is a pipe, a socket or a device, not a file, and was not opened. {wayOut}") { Target = path };
        }
    }
}
