using AudienceTools.Core.Import;
using AudienceTools.Core.Reading;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Import.Accounting;

/// <summary>No room for the failure file or the checkpoint. Linux can have a file that is full; elsewhere the Pester suite's way serves.</summary>
public sealed class FullDiskTests
{
    private const string Lacking = "has no file that is full";

    [Fact]
    public async Task A_failure_file_that_cannot_be_written_ends_the_import_and_all_rows_are_still_told_of()
    {
        Assert.SkipUnless(FullFile.Exists, Lacking);
        using var full = new FullFile();
        using var imports = new Imports();
        imports.Options = imports.Options with { FailurePath = full.Path };
        List<SourceRow> rows = [.. Rows.Good(40), Rows.Row(40, "n/a", null), .. Enumerable.Range(41, 60).Select(i => Rows.Row(i, Rows.Number(i), null))];
        var outcome = await imports.AddAsync(imports.Audience(), rows);

        var exception = Assert.IsType<AudienceException>(outcome.Failure);
        Assert.Equal((AudienceErrorCode.FileNotWritable, (object)full.Path), (exception.Code, exception.Target));
        Assert.Contains("-FailurePath", exception.Message, StringComparison.Ordinal);
        Assert.Equal((101, 1, exception.Message), (outcome.Receipt.Received, outcome.Receipt.Invalid, outcome.Receipt.StoppedBecause));
        Assert.InRange(outcome.Receipt.NotSent, 1, 100);
        Assert.Equal(outcome.Receipt.Added, imports.Service.Only.Members.Count);
        Assert.False(outcome.Receipt.Succeeded);
    }

    [Fact]
    public async Task A_check_does_not_pass_off_a_failure_file_that_is_cut_short_as_whole()
    {
        Assert.SkipUnless(FullFile.Exists, Lacking);
        using var full = new FullFile();
        var observer = new ResultsObserver();
        var check = new ContactCheck(AudienceService.Local, new ImportOptions { FailurePath = full.Path }, observer, TimeProvider.System);
        var exception = await Assert.ThrowsAsync<AudienceException>(
            () => check.RunAsync(new RowsReader(Rows.Of("n/a", Rows.Number(1))), Clients.Cancel));
        Assert.Equal(AudienceErrorCode.FileNotWritable, exception.Code);
        Assert.Equal(2, observer.Results.Count);
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_written_ends_the_import_before_anything_is_sent()
    {
        Assert.SkipUnless(FullFile.Exists, Lacking);
        using var full = new FullFile();
        using var imports = new Imports();
        var audience = imports.Audience();
        imports.Options = imports.Options with { CheckpointPath = full.Path };
        var exception = await Assert.ThrowsAsync<AudienceException>(() => imports.AddAsync(audience, Rows.Good(10)));
        Assert.Equal((AudienceErrorCode.FileNotWritable, (object)full.Path), (exception.Code, exception.Target));
        Assert.Empty(imports.Service.Only.Members);
    }
}
