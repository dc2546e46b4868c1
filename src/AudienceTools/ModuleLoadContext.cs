using System.Reflection;
using System.Runtime.Loader;

namespace AudienceTools;

/// <summary>
/// The module's own load context: Core, Cmdlets and every package are loaded here, so another module's copy of a package does no
/// harm. Only this assembly is in PowerShell's context, since a type in a private one can't be named in a script.
/// </summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private static readonly Lazy<Assembly> Commands = new(
        () => new ModuleLoadContext().LoadFromAssemblyName(new AssemblyName("AudienceTools.Cmdlets")));

    private readonly string _folder = Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!;

    private ModuleLoadContext()
        : base("AudienceTools")
    {
    }

    /// <summary>The assembly with the cmdlets, loaded once a process however often the module is imported.</summary>
    public static Assembly LoadCommands() => Commands.Value;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        ArgumentNullException.ThrowIfNull(assemblyName);
        if (string.Equals(assemblyName.Name, typeof(ModuleLoadContext).Assembly.GetName().Name, StringComparison.Ordinal))
        {
            return typeof(ModuleLoadContext).Assembly;
        }

        var path = Path.Combine(_folder, "core", assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
