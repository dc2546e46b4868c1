using System.Buffers.Binary;
using System.Globalization;

namespace AudienceTools.Server.Storage;

/// <summary>
/// Turns row ids into the opaque ids of the APIs and back. The same row has an id in every API's own form; nothing about a
/// person can be read from one, and an id of another database decodes to nothing.
/// </summary>
internal sealed class PublicIds(ulong salt)
{
    private const ulong MultiplierA = 0x9E3779B97F4A7C15;
    private const ulong MultiplierB = 0xD6E8FEB86659FD93;
    private const int PlaceBits = 40;
    private const long MaximumRow = 1L << PlaceBits;
    private const int HexDigits = 16;

    // CommBox's ids are numbers in text. Fifteen digits, of which the salt makes the first seven.
    private const long CommBoxRows = 100_000_000;
    private const ulong CommBoxBases = 9_000_000;

    private static readonly ulong s_inverseA = Inverse(MultiplierA);
    private static readonly ulong s_inverseB = Inverse(MultiplierB);

    private enum Kind : ulong
    {
        Audience = 0x41,
        Contact = 0x43,
        Campaign = 0x4B,
        Member = 0x4D,
        Organization = 0x4F,
        Import = 0x49,
    }

    /// <summary>The one organisation of this database, as Local names it.</summary>
    public string Organization => "org_" + Hex(Kind.Organization, 1);

    /// <summary>The one organisation of this database, as Atoms names it.</summary>
    public string AtomsOrganization => AtomsId(Kind.Organization, 1);

    public string Audience(long id) => "aud_" + Hex(Kind.Audience, id);

    public string Contact(long id) => "con_" + Hex(Kind.Contact, id);

    /// <summary>Writes the same id in ASCII; returns how long it is.</summary>
    public int Contact(long id, Span<byte> text)
    {
        ContactPrefix.CopyTo(text);
        Span<byte> mixed = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(mixed, Mix(Kind.Contact, id));
        Convert.TryToHexStringLower(mixed, text[ContactPrefix.Length..], out var length);
        return ContactPrefix.Length + length;
    }

    public string Campaign(long id) => "cmp_" + Hex(Kind.Campaign, id);

    public string Import(long id) => "imp_" + Hex(Kind.Import, id);

    public string CommBoxAudience(long id) => (CommBoxBase + id).ToString(CultureInfo.InvariantCulture);

    public string AtomsAudience(long id) => AtomsId(Kind.Audience, id);

    public string AtomsCampaign(long id) => AtomsId(Kind.Campaign, id);

    public string AtomsMember(long audienceId, long seq) => AtomsId(Kind.Member, (audienceId << PlaceBits) | seq);

    public bool TryAudience(string text, out long id) => TryLocal(text, "aud_", Kind.Audience, out id);

    public bool TryContact(string text, out long id) => TryLocal(text, "con_", Kind.Contact, out id);

    public bool TryCampaign(string text, out long id) => TryLocal(text, "cmp_", Kind.Campaign, out id);

    public bool TryImport(string text, out long id) => TryLocal(text, "imp_", Kind.Import, out id);

    public bool TryCommBoxAudience(string text, out long id)
    {
        var parsed = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        id = number - CommBoxBase;
        return parsed && id is > 0 and < CommBoxRows;
    }

    public bool TryAtomsAudience(string text, out long id) => TryAtoms(text, Kind.Audience, out id) && IsRow(id);

    public bool TryAtomsCampaign(string text, out long id) => TryAtoms(text, Kind.Campaign, out id) && IsRow(id);

    /// <summary>Finds a member's place, if <paramref name="text"/> names one of the audience.</summary>
    public bool TryAtomsMember(string text, long audienceId, out long seq)
    {
        var parsed = TryAtoms(text, Kind.Member, out var packed);
        seq = packed & (MaximumRow - 1);
        return parsed && packed >> PlaceBits == audienceId;
    }

    private long CommBoxBase => (long)((salt % CommBoxBases) + 1_000_000) * CommBoxRows;

    private static ReadOnlySpan<byte> ContactPrefix => "con_"u8;

    private static bool IsRow(long id) => id is > 0 and < MaximumRow;

    private bool TryLocal(string text, string prefix, Kind kind, out long id)
    {
        id = 0;
        return text.Length == prefix.Length + HexDigits
            && text.StartsWith(prefix, StringComparison.Ordinal)
            && TryHex(text.AsSpan(prefix.Length), kind, out id)
            && IsRow(id);
    }

    private string AtomsId(Kind kind, long id) => Tag(kind) + Hex(kind, id);

    private bool TryAtoms(string text, Kind kind, out long id)
    {
        id = 0;
        var tag = Tag(kind);
        return text.Length == tag.Length + HexDigits
            && text.StartsWith(tag, StringComparison.OrdinalIgnoreCase)
            && TryHex(text.AsSpan(tag.Length), kind, out id);
    }

    private string Tag(Kind kind) => ((uint)(Mix(kind, 0) >> 32)).ToString("x8", CultureInfo.InvariantCulture);

    private string Hex(Kind kind, long id) => Mix(kind, id).ToString("x16", CultureInfo.InvariantCulture);

    private bool TryHex(ReadOnlySpan<char> text, Kind kind, out long id)
    {
        var parsed = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mixed);
        id = Unmix(kind, mixed);
        return parsed;
    }

    // Both halves are bijections on 64 bits: multiplying by an odd number, and x ^= x >> 32, which undoes itself.
    private ulong Mix(Kind kind, long id)
    {
        var x = ((ulong)id ^ salt ^ (ulong)kind << 56) * MultiplierA;
        x = (x ^ (x >> 32)) * MultiplierB;
        return x ^ (x >> 32);
    }

    private long Unmix(Kind kind, ulong mixed)
    {
        var x = (mixed ^ (mixed >> 32)) * s_inverseB;
        x = (x ^ (x >> 32)) * s_inverseA;
        return (long)(x ^ salt ^ (ulong)kind << 56);
    }

    private static ulong Inverse(ulong odd)
    {
        // Newton's iteration doubles the correct bits each time, from 3 to 96.
        var inverse = odd;
        for (var i = 0; i < 5; i++)
        {
            inverse *= 2 - (odd * inverse);
        }

        return inverse;
    }
}
