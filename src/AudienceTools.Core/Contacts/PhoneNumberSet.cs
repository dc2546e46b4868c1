namespace AudienceTools.Core.Contacts;

/// <summary>The numbers seen so far, to find those that come twice. Not safe for several threads.</summary>
/// <remarks>
/// Open addressing over 8-byte slots. Slots grow by half when four in five are taken, so a number costs 10 to 15 bytes;
/// while growing, old and new slots stand side by side. A million numbers take some 12 MB.
/// </remarks>
public sealed class PhoneNumberSet
{
    private const int SmallestSize = 64;

    // Random, so that no file can be made whose numbers all fall into the same slots.
    private readonly ulong _seed = (ulong)Random.Shared.NextInt64();
    private ulong[] _slots;

    /// <summary>Makes an empty set.</summary>
    /// <param name="capacity">How many numbers are expected; more may come.</param>
    public PhoneNumberSet(int capacity = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _slots = new ulong[(int)Math.Clamp(capacity * 5L / 4 + 1, SmallestSize, Array.MaxLength)];
    }

    /// <summary>How many different numbers are in the set.</summary>
    public int Count { get; private set; }

    /// <summary>The memory that the slots take, in bytes.</summary>
    public long SizeInBytes => (long)_slots.Length * sizeof(ulong);

    /// <summary>Puts a number in.</summary>
    /// <returns><see langword="false"/> if it is there already.</returns>
    /// <exception cref="ArgumentException"><paramref name="number"/> is a <see langword="default"/> instance.</exception>
    public bool Add(PhoneNumber number)
    {
        if (number.Digits == 0)
        {
            throw new ArgumentException("A default instance is no number.", nameof(number));
        }

        ref var slot = ref Find(_slots, number.Digits);
        if (slot != 0)
        {
            return false;
        }

        slot = number.Digits;
        Count++;
        if (Count * 5L > _slots.Length * 4L)
        {
            Grow();
        }

        return true;
    }

    /// <summary>Whether a number is in the set.</summary>
    public bool Contains(PhoneNumber number) => number.Digits != 0 && Find(_slots, number.Digits) != 0;

    // The slot that holds the digits, or the empty one where they belong.
    private ref ulong Find(ulong[] slots, ulong digits)
    {
        // MurmurHash3's finalizer; the high half of the product maps the hash to a slot without a division.
        var hash = digits ^ _seed;
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        hash ^= hash >> 33;
        var i = (int)Math.BigMul(hash, (ulong)slots.Length, out _);
        while (slots[i] != 0 && slots[i] != digits)
        {
            i = i + 1 == slots.Length ? 0 : i + 1;
        }

        return ref slots[i];
    }

    private void Grow()
    {
        var larger = new ulong[(int)Math.Min(_slots.Length * 3L / 2, Array.MaxLength)];
        foreach (var digits in _slots)
        {
            if (digits != 0)
            {
                Find(larger, digits) = digits;
            }
        }

        _slots = larger;
    }
}
