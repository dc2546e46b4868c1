namespace AudienceTools.Cmdlets.LocalService;

/// <summary>
/// What of a session's environment the service gets. It lives on with sessions that have nothing to do with the one that started it, so no
/// vendor's key and no other secret of that one is handed down.
/// </summary>
internal static class ServiceEnvironment
{
    // Where programs, .NET and libraries are, whose home it is, where files for a while go, language and time zone. The last line is what
    // Windows and .NET on it ask for.
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TMPDIR", "TMP", "TEMP", "TZ", "TZDIR",
        "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
        "SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT", "OS", "USERNAME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "ProgramData",
        "ALLUSERSPROFILE", "ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "NUMBER_OF_PROCESSORS",
    };

    private static readonly string[] Beginnings = ["DOTNET_", "LC_", "PROCESSOR_"];

    public static bool Needs(string name) =>
        Names.Contains(name) || Array.Exists(Beginnings, beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));

    /// <summary>Takes out of an environment what the service doesn't need.</summary>
    public static void Clear(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(static name => !Needs(name)).ToArray())
        {
            environment.Remove(name);
        }
    }
}
