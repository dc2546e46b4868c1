using System.Buffers;

namespace AudienceTools.Core.Reading.Text;

/// <summary>Finds the end of one value of JSON by its brackets and quotes, without a look at what else it holds. Goes on where it stopped
/// when more has been read.</summary>
internal struct JsonScan
{
    private static readonly SearchValues<byte> s_outside = SearchValues.Create("{}[]\"\r\n"u8);
    private static readonly SearchValues<byte> s_inText = SearchValues.Create("\"\\\r\n"u8);
    private static readonly SearchValues<byte> s_afterWord = SearchValues.Create(" \t\r\n,]}[{\""u8);
    private int _depth;
    private bool _inText;
    private ulong _lists;

    /// <summary>How far it has come: behind the value, once that has ended.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the value's end is there.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Whether its line has ended, and the value hasn't.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether it has come into a list that is still open, and into nothing within that.</summary>
    public readonly bool IsInList => (_lists & 1) == 1;

    /// <summary>How deep the value nests.</summary>
    public int Deepest { get; private set; }

    /// <summary>Goes on.</summary>
    /// <param name="bytes">All that was read, from the value's first byte on.</param>
    /// <param name="isWhole">Whether no more can be read.</param>
    /// <param name="endsWithLine">Whether a value that isn't over with its line is cut off there.</param>
    /// <returns>Whether the value has ended, or was cut off.</returns>
    public bool Go(ReadOnlySpan<byte> bytes, bool isWhole, bool endsWithLine)
    {
        while (Length < bytes.Length)
        {
            var isWord = _depth == 0 && !_inText && bytes[0] is not ((byte)'{' or (byte)'[' or (byte)'"');
            var at = bytes[Length..].IndexOfAny(isWord ? s_afterWord : _inText ? s_inText : s_outside);
            if (at < 0)
            {
                Length = bytes.Length;
                break;
            }

            Length += at;
            var c = bytes[Length];
            if (isWord)
            {
                // What can't begin a value is one byte long, so that something comes of it.
                Length = Math.Max(Length, 1);
                return IsWhole = true;
            }

            if (c is (byte)'\r' or (byte)'\n' && endsWithLine)
            {
                return IsCut = true;
            }

            if (c == '\\')
            {
                if (Length + 1 == bytes.Length)
                {
                    return false;
                }

                Length += bytes[Length + 1] is (byte)'\r' or (byte)'\n' ? 1 : 2;
                continue;
            }

            Length++;
            _inText = c == '"' ? !_inText : _inText;
            _depth += c is (byte)'{' or (byte)'[' ? 1 : c is (byte)'}' or (byte)']' ? -1 : 0;
            _lists = c is (byte)'{' or (byte)'[' ? (_lists << 1) | (c == '[' ? 1UL : 0) : c is (byte)'}' or (byte)']' ? _lists >> 1 : _lists;
            Deepest = Math.Max(Deepest, _depth);
            if (_depth == 0 && !_inText && c is (byte)'}' or (byte)']' or (byte)'"')
            {
                return IsWhole = true;
            }
        }

        // Only a number or a word ends with the file.
        return IsWhole = isWhole && Length > 0 && _depth == 0 && !_inText;
    }
}
