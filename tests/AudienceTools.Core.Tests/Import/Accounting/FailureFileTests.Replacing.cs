using AudienceTools.Core.Import.Accounting;

namespace AudienceTools.Core.Tests.Import.Accounting;

/// <content>What becomes of an older file of that name.</content>
public sealed partial class FailureFileTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_failures_no_file_is_left_and_none_of_an_earlier_run(bool mayBeInput)
    {
        Written((Row(2, ["Phone"], "12"), "TooShort", "It is too short."));
        using (var file = new FailureFile(FailurePath, mayBeInput))
        {
            file.Complete();
            Assert.Null(file.Result);
        }

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void An_older_one_that_may_be_the_input_is_replaced_only_when_all_was_read()
    {
        var old = Written((Row(2, ["Phone"], "12"), "TooShort", "Old."));
        using (var stopped = new FailureFile(FailurePath, mayBeInput: true))
        {
            stopped.Write([(Prepared(Row(2, ["Phone"], "13")), "TooShort", "New.")]);
            Assert.Equal(FailurePath + ".new", stopped.Result);
            Assert.Contains(FailurePath, stopped.Warning, StringComparison.Ordinal);
        }

        Assert.Equal(old, Text(FailurePath));
        Assert.Contains("13,2,TooShort,New.", Text(FailurePath + ".new"), StringComparison.Ordinal);

        using (var whole = new FailureFile(FailurePath, mayBeInput: true))
        {
            whole.Write([(Prepared(Row(2, ["Phone"], "14")), "TooShort", "Last.")]);
            Assert.Equal(old, Text(FailurePath));
            whole.Complete();
            Assert.Equal((FailurePath, null), (whole.Result, whole.Warning));
        }

        Assert.Contains("14,2,TooShort,Last.", Text(FailurePath), StringComparison.Ordinal);
        Assert.Equal([FailurePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void What_stands_beside_an_older_one_and_is_no_failure_file_is_left_alone()
    {
        Written((Row(2, ["Phone"], "12"), "TooShort", "Old."));
        File.WriteAllText(FailurePath + ".new", "phone\n12\n");
        Assert.Equal(AudienceErrorCode.FileNotWritable, Assert.Throws<AudienceException>(() => new FailureFile(FailurePath, mayBeInput: true)).Code);
        Assert.Equal("phone\n12\n", File.ReadAllText(FailurePath + ".new"));
    }
}
