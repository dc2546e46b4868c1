using AudienceTools.Server.Hosting;
using AudienceTools.Server.Storage;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Hosting;

public sealed class DataFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("audiences.db")]
    [InlineData("owner.lock")]
    public void A_link_that_leads_nowhere_is_called_that(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        var data = Directory.CreateDirectory(_folder.File("data")).FullName;
        var target = _folder.File("gone");
        File.CreateSymbolicLink(Path.Combine(data, name), target);
        var refusal = Assert.Throws<StoreUnusableException>(() => DataFolder.Own(data));
        Assert.Contains($"{name}' is a link, and nothing is where it leads", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(target));
    }

    [Fact]
    public void A_link_to_a_file_of_one_s_own_is_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        var data = Directory.CreateDirectory(_folder.File("data")).FullName;
        File.WriteAllText(_folder.File("there"), "");
        File.CreateSymbolicLink(Path.Combine(data, "audiences.db"), _folder.File("there"));
        DataFolder.Own(data).Dispose();
    }
}
