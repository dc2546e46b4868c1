using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Import.Accounting;

/// <summary>No room for the checkpoint's first line; what comes later, and the failure file, is tried by the commands' suite of that name.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task A_checkpoint_that_cannot_be_written_ends_the_import_before_anything_is_sent()
    {
        Assert.SkipUnless(FullFile.Exists, "has no file that is full");
        using var full = new FullFile();
        using var imports = new Imports();
        var audience = imports.Audience();
        imports.Options = imports.Options with { CheckpointPath = full.Path };
        var exception = await Assert.ThrowsAsync<AudienceException>(() => imports.AddAsync(audience, Rows.Good(10)));
        Assert.Equal((AudienceErrorCode.FileNotWritable, (object)full.Path), (exception.Code, exception.Target));
        Assert.Empty(imports.Service.Only.Members);
    }
}
