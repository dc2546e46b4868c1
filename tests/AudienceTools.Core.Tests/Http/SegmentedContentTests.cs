using System.Buffers;
using System.Text;
using AudienceTools.Core.Http;

namespace AudienceTools.Core.Tests.Http;

public sealed class SegmentedContentTests
{
    [Fact]
    public async Task What_was_written_is_sent_whole_as_often_as_asked_and_its_length_is_known()
    {
        using var content = new SegmentedContent();
        var expected = new StringBuilder();
        foreach (var size in (int[])[1, 0, 31_000, 2_000, 100_000, 40_000, 7])
        {
            var text = new string((char)('a' + (size % 26)), size);
            expected.Append(text);
            content.Write(Encoding.UTF8.GetBytes(text));
        }

        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var sent = new MemoryStream();
            await content.CopyToAsync(sent, TestContext.Current.CancellationToken);
            Assert.Equal(expected.ToString(), Encoding.UTF8.GetString(sent.ToArray()));
        }

        Assert.Equal(expected.Length, content.Headers.ContentLength);
    }

    [Fact]
    public async Task Nothing_written_is_an_empty_body()
    {
        using var content = new SegmentedContent();

        Assert.Empty(await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, content.Headers.ContentLength);
        Assert.Throws<ArgumentOutOfRangeException>(() => content.Advance(1));
    }
}
