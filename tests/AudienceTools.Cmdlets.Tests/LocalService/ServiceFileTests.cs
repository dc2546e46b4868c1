using AudienceTools.Cmdlets.LocalService;

namespace AudienceTools.Cmdlets.Tests.LocalService;

/// <summary>What a session takes for the file of a running service, and what it passes over.</summary>
public sealed class ServiceFileTests : IDisposable
{
    private const string Good = """{"address":"http://127.0.0.1:5000","key":"k","processId":7,"rehearsal":"Atoms","more":{"a":1}}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("audience-tools-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_says_where_the_service_is_that_owns_the_folder()
    {
        using var owner = Own(Good);
        Assert.Equal(new ServiceFile(new Uri("http://127.0.0.1:5000"), "k", 7, "Atoms"), ServiceFile.Read(_folder));
        Assert.DoesNotContain("k", ServiceFile.Read(_folder)!.ToString().Replace("http", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_owner_it_was_left_by_one_that_was_killed()
    {
        Own(Good).Dispose();
        Assert.Null(ServiceFile.Read(_folder));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("")]
    [InlineData("""{"address":"http://127.0.0.1:5000","key":"k","processI""")]
    [InlineData("""{"key":"k","processId":7}""")]
    [InlineData("""{"address":5,"key":"k","processId":7}""")]
    [InlineData("""{"address":"http://127.0.0.1:5000","key":5,"processId":7}""")]
    [InlineData("""{"address":"http://127.0.0.1:5000","key":"","processId":7}""")]
    [InlineData("""{"address":"http://127.0.0.1:5000","key":"a\nb","processId":7}""")]
    [InlineData("""{"address":"http://127.0.0.1:5000","key":"k"}""")]
    [InlineData("""{"address":"http://127.0.0.1:5000","key":"k","processId":"7"}""")]
    [InlineData("""{"address":"http://127.0.0.1:5000","key":"k","processId":1e99}""")]
    [InlineData("""{"address":"x","key":"k","processId":7}""")]
    [InlineData("""{"address":"http://127.0.0.1:99999","key":"k","processId":7}""")]
    [InlineData("""{"address":"http://192.0.2.1:5000","key":"k","processId":7}""")]
    [InlineData("""{"address":"http://localhost:5000","key":"k","processId":7}""")]
    [InlineData("""{"address":"https://127.0.0.1:5000","key":"k","processId":7}""")]
    [InlineData("""{"address":"file:///tmp","key":"k","processId":7}""")]
    public void An_odd_one_is_none(string text)
    {
        using var owner = Own(text);
        Assert.Null(ServiceFile.Read(_folder));
    }

    [Fact]
    public void A_huge_one_and_one_that_is_nested_deeply_are_none()
    {
        using (Own(Good.Replace("{\"a\":1}", $"\"{new string('x', 100_000)}\"", StringComparison.Ordinal)))
        {
            Assert.Null(ServiceFile.Read(_folder));
        }

        using (Own(new string('[', 5_000)))
        {
            Assert.Null(ServiceFile.Read(_folder));
        }
    }

    [Fact]
    public void A_folder_in_its_place_is_none()
    {
        Directory.CreateDirectory(Path.Combine(_folder, ServiceFile.FileName));
        Assert.Null(ServiceFile.Read(_folder));
    }

    private FileStream Own(string text)
    {
        File.WriteAllText(Path.Combine(_folder, ServiceFile.FileName), text);
        return new FileStream(Path.Combine(_folder, "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }
}
