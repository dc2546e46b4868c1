using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Tests.Paging;

public sealed class SeenIdsTests
{
    [Fact]
    public void Each_identifier_is_new_once()
    {
        var seen = new SeenIds();
        string[] ids = [.. Enumerable.Range(0, 300_000).Select(static number => $"m{number:x}"), "x", "xx", "xxx", "xxxx", "xxxxx", "x\0", "\0", "\0\0"];
        foreach (var hash in ids.Select(seen.Hash))
        {
            Assert.False(seen.Contains(hash));
            Assert.True(seen.Add(hash));
            Assert.Equal(hash, seen.Last);
        }

        var last = seen.Last;
        Assert.All(ids.Select(seen.Hash), hash => Assert.True(seen.Contains(hash) && !seen.Add(hash)));
        Assert.Equal(last, seen.Last);
        Assert.Equal(0UL, seen.Hash(""));
    }

    [Fact]
    public void An_identifier_costs_about_ten_bytes()
    {
        var seen = new SeenIds();
        for (var count = 1; count <= 300_000; count++)
        {
            seen.Add(seen.Hash($"{count}"));
            if (count >= 10_000 && count % 1_000 == 0)
            {
                Assert.InRange(seen.SizeInBytes, 8L * count, 11L * count);
            }
        }
    }
}
