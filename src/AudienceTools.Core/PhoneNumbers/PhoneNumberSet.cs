namespace AudienceTools.Core.PhoneNumbers;

/// <summary>The numbers seen so far, to find those that come twice. Not safe for several threads.</summary>
/// <remarks>
/// Many small tables of 8-byte slots (open addressing), each of which grows by a fifth when nine in ten slots are taken: a number
/// costs 9 to 11 bytes, and growing never has more than one small table twice in memory.
/// </remarks>
public sealed class PhoneNumberSet
{
    private const int Tables = 1024;
    private const int SmallestTable = 16;

    // Random, so that no file can be made whose numbers all fall into the same slots.
    private readonly ulong _seed = (ulong)Random.Shared.NextInt64();
    private readonly ulong[]?[] _tables = new ulong[Tables][];
    private readonly int[] _taken = new int[Tables];

    /// <summary>How many different numbers are in the set.</summary>
    public int Count { get; private set; }

    /// <summary>The memory that the slots take, in bytes.</summary>
    public long SizeInBytes => _tables.Sum(static table => (long)(table?.Length ?? 0) * sizeof(ulong));

    /// <summary>Puts a number in.</summary>
    /// <returns><see langword="false"/> if it is there already.</returns>
    /// <exception cref="ArgumentException"><paramref name="number"/> is a <see langword="default"/> instance.</exception>
    public bool Add(PhoneNumber number)
    {
        if (number.Digits == 0)
        {
            throw new ArgumentException("A default instance is no number.", nameof(number));
        }

        var hash = Hash(number.Digits);
        var index = (int)(hash % Tables);
        var table = _tables[index] ??= new ulong[SmallestTable];
        ref var slot = ref Find(table, hash, number.Digits);
        if (slot != 0)
        {
            return false;
        }

        slot = number.Digits;
        Count++;
        _taken[index]++;
        if (_taken[index] * 10L > table.Length * 9L)
        {
            _tables[index] = Larger(table);
        }

        return true;
    }

    /// <summary>Whether a number is in the set.</summary>
    public bool Contains(PhoneNumber number)
    {
        var hash = Hash(number.Digits);
        return number.Digits != 0 && _tables[hash % Tables] is { } table && Find(table, hash, number.Digits) != 0;
    }

    // The slot that holds the digits, or the empty one where they belong. The low bits of the hash have chosen the table, the high ones
    // choose the slot: the high half of the product maps them to it without a division.
    private static ref ulong Find(ulong[] table, ulong hash, ulong digits)
    {
        var i = (int)Math.BigMul(hash, (ulong)table.Length, out _);
        while (table[i] != 0 && table[i] != digits)
        {
            i = i + 1 == table.Length ? 0 : i + 1;
        }

        return ref table[i];
    }

    private ulong[] Larger(ulong[] table)
    {
        var larger = new ulong[(table.Length * 6 / 5) + 1];
        foreach (var digits in table)
        {
            if (digits != 0)
            {
                Find(larger, Hash(digits), digits) = digits;
            }
        }

        return larger;
    }

    // MurmurHash3's finalizer.
    private ulong Hash(ulong digits)
    {
        var hash = digits ^ _seed;
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}
