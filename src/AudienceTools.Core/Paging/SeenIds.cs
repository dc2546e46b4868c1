using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace AudienceTools.Core.Paging;

/// <summary>What a list has sent so far, as hashes of 8 bytes.</summary>
/// <remarks>
/// Of 64 bits under a random seed: that one item in a list of a million is taken for another has a chance of three in a hundred million.
/// Many small tables (open addressing), each of which grows by a fifth when nine in ten slots are taken: an item costs 9 to 11 bytes, and
/// growing never has more than one small table twice in memory.
/// </remarks>
internal sealed class SeenIds
{
    private const int Tables = 64;
    private const int SmallestTable = 16;
    private const ulong Odd = 0x9E3779B97F4A7C15;
    private readonly ulong _seed = (ulong)Random.Shared.NextInt64();
    private readonly ulong[]?[] _tables = new ulong[Tables][];
    private readonly int[] _taken = new int[Tables];

    /// <summary>The hash that was added last; 0 where there is none.</summary>
    public ulong Last { get; private set; }

    /// <summary>The memory that the slots take, in bytes.</summary>
    public long SizeInBytes => _tables.Sum(static table => (table?.Length ?? 0) * (long)sizeof(ulong));

    /// <summary>The hash of an identifier; 0 for an empty one, which tells nothing.</summary>
    public ulong Hash(string id)
    {
        if (id.Length == 0)
        {
            return 0;
        }

        var bytes = MemoryMarshal.AsBytes(id.AsSpan());
        var hash = _seed ^ (ulong)bytes.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = Mixed(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        Span<byte> rest = stackalloc byte[sizeof(ulong)];
        rest.Clear();
        bytes.CopyTo(rest);
        return Math.Max(1, Mixed(Mixed(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest)) ^ _seed));
    }

    /// <summary>Whether the items of a page can be told apart: each has an identifier, and no two have the same.</summary>
    public static bool TellApart(ulong[] ids) => !ids.Contains(0UL) && new HashSet<ulong>(ids).Count == ids.Length;

    /// <summary>Whether a hash was added.</summary>
    public bool Contains(ulong hash) => _tables[hash % Tables] is { } table && Find(table, hash) != 0;

    /// <summary>Adds a hash.</summary>
    /// <returns><see langword="false"/> if it is there already.</returns>
    public bool Add(ulong hash)
    {
        var index = hash % Tables;
        var table = _tables[index] ??= new ulong[SmallestTable];
        ref var slot = ref Find(table, hash);
        if (slot != 0)
        {
            return false;
        }

        slot = Last = hash;
        if (++_taken[index] * 10L > table.Length * 9L)
        {
            var larger = new ulong[(table.Length * 6 / 5) + 1];
            foreach (var other in table)
            {
                if (other != 0)
                {
                    Find(larger, other) = other;
                }
            }

            _tables[index] = larger;
        }

        return true;
    }

    // The slot of a hash, or the empty one where it belongs: the low bits have chosen the table, the high ones choose the slot.
    private static ref ulong Find(ulong[] table, ulong hash)
    {
        var slot = (int)Math.BigMul(hash, (ulong)table.Length, out _);
        while (table[slot] != 0 && table[slot] != hash)
        {
            slot = slot + 1 == table.Length ? 0 : slot + 1;
        }

        return ref table[slot];
    }

    // After wyhash: both halves of a product of 128 bits.
    private static ulong Mixed(ulong value)
    {
        var high = Math.BigMul(value, Odd, out var low);
        return high ^ low;
    }
}
