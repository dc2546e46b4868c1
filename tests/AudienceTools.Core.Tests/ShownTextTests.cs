namespace AudienceTools.Core.Tests;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("a\u001b[31mb\u202ec\u0007", "a\ufffd[31mb\ufffdc\ufffd")]
    [InlineData("two\nlines\tשלום\u200e", "two\nlines\tשלום\u200e")]
    public void A_message_holds_nothing_that_a_terminal_obeys(string text, string shown)
    {
        Assert.Equal(shown, ShownText.Of(text));
        Assert.Equal(shown, new AudienceException(AudienceErrorCode.FileNotFound, text).Message);
    }
}
