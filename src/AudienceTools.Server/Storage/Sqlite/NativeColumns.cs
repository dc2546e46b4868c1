using System.Runtime.InteropServices;

namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>
/// What a row holds (sqlite.org/c3ref/column_blob.html), asked for without the package's wrapper: a page asks some ten thousand times, and
/// guarding the handle at each costs more than the answer.
/// </summary>
internal static unsafe partial class NativeColumns
{
    private const string Library = "e_sqlite3";

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    public static partial int Type(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    public static partial long Int64(nint statement, int column);

    /// <summary>The bytes of a text or blob; good until the next step.</summary>
    public static ReadOnlySpan<byte> Bytes(nint statement, int column) => new(Blob(statement, column), Length(statement, column));

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial void* Blob(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial int Length(nint statement, int column);
}
