using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace AudienceTools.Core.Paging;

/// <summary>What a list has sent so far, as hashes of 8 bytes.</summary>
/// <remarks>
/// Of 64 bits under a random seed: that one item in a list of a million is taken for another has a chance of three in a hundred million.
/// An item costs 9 to 11 bytes.
/// </remarks>
internal sealed class SeenIds
{
    private const ulong Odd = 0x9E3779B97F4A7C15;
    private readonly ulong _seed = (ulong)Random.Shared.NextInt64();
    private readonly CompactSet _hashes = new(tables: 64);

    /// <summary>The hash that was added last; 0 where there is none.</summary>
    public ulong Last { get; private set; }

    /// <summary>The memory that the slots take, in bytes.</summary>
    public long SizeInBytes => _hashes.SizeInBytes;

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
    public bool Contains(ulong hash) => _hashes.Contains(hash);

    /// <summary>Adds a hash.</summary>
    /// <returns><see langword="false"/> if it is there already.</returns>
    public bool Add(ulong hash)
    {
        if (!_hashes.Add(hash))
        {
            return false;
        }

        Last = hash;
        return true;
    }

    // After wyhash: both halves of a product of 128 bits.
    private static ulong Mixed(ulong value)
    {
        var high = Math.BigMul(value, Odd, out var low);
        return high ^ low;
    }
}
