using System.Runtime.InteropServices;
using AudienceTools.Cmdlets.LocalService;

namespace AudienceTools.Cmdlets.Tests.LocalService;

/// <summary>On machines that the test makes, so that it matters nothing what is installed on this one.</summary>
public sealed class DotNetHostTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("audience-tools-").FullName;
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("usr/share/dotnet")]
    [InlineData("usr/lib/dotnet")]
    [InlineData("home/.dotnet")]
    public void It_is_found_where_installers_put_it_on_linux(string folder) =>
        Assert.Equal(Install(folder), DotNetHost.Find(Machine()));

    [Theory]
    [InlineData("usr/local/share/dotnet")]
    [InlineData("home/.dotnet")]
    public void It_is_found_where_installers_put_it_on_macos(string folder) =>
        Assert.Equal(Install(folder), DotNetHost.Find(Machine(OSPlatform.OSX, "arm64")));

    [Theory]
    [InlineData("ProgramFiles", "dotnet")]
    [InlineData("LOCALAPPDATA", "Microsoft/dotnet")]
    public void It_is_found_where_installers_put_it_on_windows(string variable, string folder)
    {
        _variables[variable] = Path.Combine(_root, variable);
        Assert.Equal(Install($"{variable}/{folder}", program: "dotnet.exe"), DotNetHost.Find(Machine(OSPlatform.Windows)));
    }

    [Theory]
    [InlineData("DOTNET_ROOT_X64", "x64")]
    [InlineData("DOTNET_ROOT_ARM64", "arm64")]
    [InlineData("DOTNET_ROOT", "x64")]
    [InlineData("PATH", "x64")]
    public void It_is_found_where_a_variable_says(string variable, string architecture)
    {
        Install("usr/share/dotnet");
        _variables[variable] = Path.Combine(_root, "opt", "dotnet");
        Assert.Equal(Install("opt/dotnet"), DotNetHost.Find(Machine(OSPlatform.Linux, architecture)));
    }

    [Fact]
    public void The_variable_of_another_architecture_says_nothing()
    {
        Install("opt/dotnet");
        _variables["DOTNET_ROOT_ARM64"] = Path.Combine(_root, "opt", "dotnet");
        Assert.Equal(Install("usr/share/dotnet"), DotNetHost.Find(Machine()));
    }

    [Theory]
    [InlineData("install_location")]
    [InlineData("install_location_x64")]
    public void It_is_found_where_the_system_s_own_file_says(string name)
    {
        Directory.CreateDirectory(Path.Combine(_root, "etc", "dotnet"));
        File.WriteAllText(Path.Combine(_root, "etc", "dotnet", name), Path.Combine(_root, "opt", "dotnet") + "\n");
        Assert.Equal(Install("opt/dotnet"), DotNetHost.Find(Machine()));
    }

    [Fact]
    public void What_the_user_set_goes_before_what_was_installed()
    {
        Install("usr/share/dotnet");
        Install("home/.dotnet");
        Install("bin");
        _variables["PATH"] = Path.Combine(_root, "bin");
        _variables["DOTNET_ROOT"] = Path.Combine(_root, "root");
        _variables["DOTNET_ROOT_X64"] = Path.Combine(_root, "root64");
        var general = Install("root");
        var ofArchitecture = Install("root64");
        Assert.Equal(ofArchitecture, DotNetHost.Find(Machine()));
        File.Delete(ofArchitecture);
        Assert.Equal(general, DotNetHost.Find(Machine()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("9.0.3")]
    [InlineData("not-a-version")]
    public void One_without_the_runtime_is_passed_over(string runtime)
    {
        Install("bin", runtime);
        _variables["PATH"] = Path.Combine(_root, "bin");
        Assert.Equal(Install("usr/lib/dotnet", "10.0.12"), DotNetHost.Find(Machine()));
    }

    [Fact]
    public void A_later_runtime_serves_too() => Assert.Equal(Install("usr/share/dotnet", "11.0.0"), DotNetHost.Find(Machine()));

    [Fact]
    public void A_link_on_path_is_followed_to_the_runtimes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        var bin = Directory.CreateDirectory(Path.Combine(_root, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(bin, "dotnet"), Install("usr/share/dotnet"));
        _variables["PATH"] = bin;
        Assert.Equal(Path.Combine(bin, "dotnet"), DotNetHost.Find(Machine()));
    }

    [Fact]
    public void Where_none_has_the_runtime_the_first_is_asked_and_says_so_itself()
    {
        _variables["PATH"] = Path.Combine(_root, "bin");
        var script = Install("bin", runtime: "");
        Install("usr/share/dotnet", "9.0.0");
        Assert.Equal(script, DotNetHost.Find(Machine()));
    }

    [Fact]
    public void Where_there_is_none_the_error_says_how_to_get_it()
    {
        // Nor is it looked for in whatever folder the session happens to be in.
        _variables["PATH"] = $".{Path.PathSeparator}{Path.PathSeparator}bin";
        var failure = Assert.Throws<AudienceException>(() => DotNetHost.Find(Machine()));
        Assert.Equal(AudienceErrorCode.LocalServiceFailed, failure.Code);
        Assert.Contains("https://dotnet.microsoft.com/download", failure.Message, StringComparison.Ordinal);
    }

    private DotNetMachine Machine(OSPlatform? platform = null, string architecture = "x64") =>
        new(platform ?? OSPlatform.Linux, architecture, _variables.GetValueOrDefault, Path.Combine(_root, "home"), _root);

    private string Install(string folder, string runtime = "10.0.0", string program = "dotnet")
    {
        var home = Directory.CreateDirectory(Path.Combine(_root, folder)).FullName;
        if (runtime.Length > 0)
        {
            Directory.CreateDirectory(Path.Combine(home, "shared", "Microsoft.AspNetCore.App", runtime));
        }

        var path = Path.Combine(home, program);
        File.WriteAllText(path, "");
        return path;
    }
}
