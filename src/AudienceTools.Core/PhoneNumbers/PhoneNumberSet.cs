namespace AudienceTools.Core.PhoneNumbers;

/// <summary>The numbers seen so far, to find those that come twice: 9 to 11 bytes each. Not safe for several threads.</summary>
public sealed class PhoneNumberSet
{
    private readonly CompactSet _digits = new(tables: 1024);

    /// <summary>How many different numbers are in the set.</summary>
    public int Count { get; private set; }

    /// <summary>The memory that the slots take, in bytes.</summary>
    public long SizeInBytes => _digits.SizeInBytes;

    /// <summary>Puts a number in.</summary>
    /// <returns><see langword="false"/> if it is there already.</returns>
    /// <exception cref="ArgumentException"><paramref name="number"/> is a <see langword="default"/> instance.</exception>
    public bool Add(PhoneNumber number)
    {
        if (number.Digits == 0)
        {
            throw new ArgumentException("A default instance is no number.", nameof(number));
        }

        if (!_digits.Add(number.Digits))
        {
            return false;
        }

        Count++;
        return true;
    }

    /// <summary>Whether a number is in the set.</summary>
    public bool Contains(PhoneNumber number) => _digits.Contains(number.Digits);
}
