using System.Runtime.InteropServices;

namespace AudienceTools.Server.Hosting;

/// <summary>
/// A terminal sends Ctrl+Z and Ctrl+\ to every process that was started from it: they would stop or kill the service for the sessions of
/// other terminals too.
/// </summary>
internal static class TerminalSession
{
    /// <summary>
    /// Gives this process a session of its own, without a terminal (setsid of POSIX). A process that leads a group, as one does that was
    /// started by hand, stays where it is. On Windows the module starts the service without a console, which has the same effect.
    /// </summary>
    public static void Leave()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetSid();
        }
    }

    [DllImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetSid();
}
