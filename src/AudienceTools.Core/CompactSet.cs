namespace AudienceTools.Core;

/// <summary>A set of numbers that are not 0, in little more memory than they take. Not safe for several threads.</summary>
/// <remarks>
/// Many small tables of 8-byte slots (open addressing), each of which grows by a fifth when nine in ten slots are taken: a number
/// costs 9 to 11 bytes, and growing never has more than one small table twice in memory.
/// </remarks>
/// <param name="tables">How many tables, which decides how large one becomes.</param>
internal sealed class CompactSet(int tables)
{
    private const int SmallestTable = 16;

    // Random, so that nothing can be made whose numbers all fall into the same slots.
    private readonly ulong _seed = (ulong)Random.Shared.NextInt64();
    private readonly ulong[]?[] _tables = new ulong[tables][];
    private readonly int[] _taken = new int[tables];

    /// <summary>The memory that the slots take, in bytes.</summary>
    public long SizeInBytes => _tables.Sum(static table => (table?.Length ?? 0) * (long)sizeof(ulong));

    /// <summary>Puts a number in.</summary>
    /// <returns><see langword="false"/> if it is there already.</returns>
    public bool Add(ulong number)
    {
        var hash = Hash(number);
        var index = hash % (ulong)tables;
        var table = _tables[index] ??= new ulong[SmallestTable];
        ref var slot = ref Find(table, hash, number);
        if (slot != 0)
        {
            return false;
        }

        slot = number;
        if (++_taken[index] * 10L > table.Length * 9L)
        {
            _tables[index] = Larger(table);
        }

        return true;
    }

    /// <summary>Whether a number is in the set.</summary>
    public bool Contains(ulong number)
    {
        var hash = Hash(number);
        return number != 0 && _tables[hash % (ulong)tables] is { } table && Find(table, hash, number) != 0;
    }

    // The slot that holds the number, or the empty one where it belongs. The low bits of the hash have chosen the table, the high ones
    // choose the slot: the high half of the product maps them to it without a division.
    private static ref ulong Find(ulong[] table, ulong hash, ulong number)
    {
        var i = (int)Math.BigMul(hash, (ulong)table.Length, out _);
        while (table[i] != 0 && table[i] != number)
        {
            i = i + 1 == table.Length ? 0 : i + 1;
        }

        return ref table[i];
    }

    private ulong[] Larger(ulong[] table)
    {
        var larger = new ulong[(table.Length * 6 / 5) + 1];
        foreach (var number in table)
        {
            if (number != 0)
            {
                Find(larger, Hash(number), number) = number;
            }
        }

        return larger;
    }

    // MurmurHash3's finalizer.
    private ulong Hash(ulong number)
    {
        var hash = number ^ _seed;
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}
