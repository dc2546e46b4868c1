using System.Runtime.InteropServices;
using System.Security.Principal;
using System.Text;

namespace AudienceTools.Core.Reading;

/// <summary>What there is to know of a path without opening it: to open a pipe can wait for ever, and no cancellation ends that.</summary>
internal static class FileFacts
{
    private const int KindMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Directory = 0x4000;

    /// <summary>Whether a path leads to a pipe, a socket or a device, be it by a link.</summary>
    public static bool IsSpecial(string path) => OperatingSystem.IsWindows()
        ? Path.GetFullPath(path) is ['\\', '\\', '.' or '?', '\\', ..] full && !IsDrive(full[4..])
        : TryStat(path, out var mode, out _) && (mode & KindMask) is not (RegularFile or Directory);

    /// <summary>Whether a file or folder belongs to the user whom this process runs as.</summary>
    public static bool IsOwn(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            return TryStat(path, out _, out var owner) && owner == GetEUid();
        }

        // Windows gives what an administrator makes to the group of administrators, where it is set so.
        using var user = WindowsIdentity.GetCurrent();
        var security = System.IO.Directory.Exists(path)
            ? (System.Security.AccessControl.FileSystemSecurity)new DirectoryInfo(path).GetAccessControl()
            : new FileInfo(path).GetAccessControl();
        var of = security.GetOwner(typeof(SecurityIdentifier));
        return of is not null && (of.Equals(user.User) || of.Equals(user.Owner));
    }

    // A long path as Windows also takes it: \\?\C:\folder\file.
    private static bool IsDrive(string path) => path is [>= 'A' and <= 'Z' or >= 'a' and <= 'z', ':', '\\', ..];

    private static bool TryStat(string path, out int mode, out uint owner)
    {
        // Flags, mode and owner come first in what .NET's own library gives, on every Unix; what follows isn't needed.
        var status = new int[64];
        var found = Stat(Encoding.UTF8.GetBytes(path + '\0'), status) == 0;
        (mode, owner) = (status[1], unchecked((uint)status[2]));
        return found;
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat(byte[] path, [Out] int[] status);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_GetEUid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GetEUid();
}
