using AudienceTools.Core.Columns;

namespace AudienceTools.Core.Tests.Columns;

public sealed class UnsendableTextTests
{
    // Halves don't get through the data of a theory.
    [Fact]
    public void What_no_text_file_holds_is_found_and_escaped()
    {
        Assert.Equal(("NulCharacter", "x\\u0000y"), Of("x\0y"));
        Assert.Equal(("HalfCharacter", "x\\ud83dy"), Of("x\ud83dy"));
        Assert.Equal(("HalfCharacter", "\\udc00"), Of("\udc00"));
        Assert.Equal(("HalfCharacter", "😀\\ud83d"), Of("😀\ud83d"));
        Assert.Equal((null, "😀 é"), Of("😀 é"));
        Assert.Equal((null, null), Of(null));
    }

    private static (string? Reason, string? Escaped) Of(string? text) => (UnsendableText.Find(text)?.ReasonCode, UnsendableText.Escape(text));
}
