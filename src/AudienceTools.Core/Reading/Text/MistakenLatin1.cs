using System.Text;

namespace AudienceTools.Core.Reading.Text;

/// <summary>Warns, once a file, of text that was read as Latin-1 and looks like windows-1252, which has letters and signs where Latin-1
/// has control characters that no text holds (U+0080 to U+009F).</summary>
/// <param name="source">The file's name.</param>
/// <param name="warn">Is told; null for nobody.</param>
internal sealed class MistakenLatin1(string source, Action<string>? warn)
{
    private const byte Lead = 0xC2;
    private bool _isTold;

    /// <summary>Looks at a record.</summary>
    /// <param name="text">The record in UTF-8.</param>
    /// <param name="line">The line on which it begins.</param>
    /// <param name="encoding">What the file is read in.</param>
    public void Look(ReadOnlySpan<byte> text, long line, Encoding encoding)
    {
        if (warn is null || _isTold || encoding.CodePage != Encoding.Latin1.CodePage)
        {
            return;
        }

        while (text.IndexOf(Lead) is var at and >= 0)
        {
            if (text[at + 1] < 0xA0)
            {
                _isTold = true;
                warn($"'{source}': line {line} has characters that no text in Latin-1 holds, and that windows-1252 has letters or signs for. "
                    + "They are taken as they are. If names look wrong, read the file with -Encoding windows-1252.");
                return;
            }

            text = text[(at + 2)..];
        }
    }
}
