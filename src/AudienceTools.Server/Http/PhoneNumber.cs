using System.Globalization;

namespace AudienceTools.Server.Http;

/// <summary>E.164 numbers: `+`, then 7 to 15 digits that don't begin with 0. In the store they are numbers of 64 bits.</summary>
internal static class PhoneNumber
{
    public const string Rule = "A phone number is + and 7 to 15 digits (E.164).";

    private const int MinimumDigits = 7;
    private const int MaximumDigits = 15;

    public static bool TryParse(ReadOnlySpan<byte> text, out long phone)
    {
        phone = 0;
        if (text.Length is < MinimumDigits + 1 or > MaximumDigits + 1 || text[0] != '+' || text[1] == '0')
        {
            return false;
        }

        foreach (var character in text[1..])
        {
            if (character is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            phone = (phone * 10) + (character - '0');
        }

        return true;
    }

    /// <summary>The same, and without its `+` too.</summary>
    public static bool TryParseDigits(ReadOnlySpan<byte> text, out long phone)
    {
        Span<byte> whole = stackalloc byte[MaximumDigits + 1];
        if (text.Length is 0 or > MaximumDigits || text[0] == '+')
        {
            return TryParse(text, out phone);
        }

        whole[0] = (byte)'+';
        text.CopyTo(whole[1..]);
        return TryParse(whole[..(text.Length + 1)], out phone);
    }

    public static bool TryParse(string? text, out long phone)
    {
        phone = 0;
        Span<byte> bytes = stackalloc byte[MaximumDigits + 1];
        return text is { Length: <= MaximumDigits + 1 }
            && System.Text.Ascii.FromUtf16(text, bytes, out var length) == System.Buffers.OperationStatus.Done
            && TryParse(bytes[..length], out phone);
    }

    /// <summary>Writes a number in ASCII; returns how long it is.</summary>
    public static int Format(long phone, Span<byte> text)
    {
        text[0] = (byte)'+';
        phone.TryFormat(text[1..], out var length, default, CultureInfo.InvariantCulture);
        return length + 1;
    }

    public static string Format(long phone) => "+" + phone.ToString(CultureInfo.InvariantCulture);
}
