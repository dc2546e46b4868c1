using System.Runtime.InteropServices;

namespace AudienceTools.Core.Tests.TestTools;

/// <summary>A regular file that nothing can be written to any more, as on a full disk: one in memory (memfd_create of Linux), sealed against growth.</summary>
internal sealed class FullFile : IDisposable
{
    private const uint AllowSealing = 2;
    private const int AddSeals = 1033;
    private const int SealGrowth = 4;
    private readonly int _file;

    public FullFile()
    {
        _file = MemoryFile("full"u8.ToArray(), AllowSealing);
        Assert.Equal(0, Control(_file, AddSeals, SealGrowth));
    }

    /// <summary>Whether this system has such files.</summary>
    public static bool Exists => OperatingSystem.IsLinux();

    public string Path => $"/proc/self/fd/{_file}";

    public void Dispose() => _ = Close(_file);

    [DllImport("libc", EntryPoint = "memfd_create")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MemoryFile(byte[] name, uint flags);

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int file, int command, int argument);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
